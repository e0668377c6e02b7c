using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Parsing;

/// <summary>Checks that a generated part can be added to the marked class, and says where that part has to be declared.</summary>
internal static class DeclarationReader
{
    /// <summary>Members that every network gets; C# forbids a class to have a member of its own name.</summary>
    internal static readonly string[] GeneratedMemberNames =
    [
        "InputSize", "OutputSize", "ParameterCount", "Summary", "Parameters", "GetParameter", "Forward", "Classify", "Predict",
        "CreateTrainer", "Trainer", "Fit", "Evaluate", "Save", "Load", "LoadParameters",
    ];

    /// <summary>Reads the declaration; null, with or without a diagnostic, where nothing can be generated for it.</summary>
    public static DeclarationModel? Read(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, List<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        int before = diagnostics.Count;
        CheckClass(type, declaration, diagnostics);
        var containing = new List<ContainingTypeModel>();
        bool understood = type.Name.Length > 0;
        for (SyntaxNode? node = declaration; node is not null; node = node.Parent)
        {
            if (node is not TypeDeclarationSyntax level)
                continue;
            CheckLevel(level, diagnostics);
            if (node == declaration)
                continue;
            if (Keyword(level) is { } keyword && level.Identifier.ValueText.Length > 0)
                containing.Insert(0, new ContainingTypeModel(keyword, Identifiers.Escape(level.Identifier.ValueText)));
            else
                understood = false;
        }

        bool isValid = diagnostics.Count == before;
        CheckConstructors(type, diagnostics, cancellation);
        return isValid && understood
            ? new DeclarationModel(
                Identifiers.Namespace(type.ContainingNamespace), containing.ToEquatableArray(),
                Identifiers.Escape(type.Name), Identifiers.HintName(type))
            : null;
    }

    /// <summary>What has to hold for the class and for every type around it.</summary>
    private static void CheckLevel(TypeDeclarationSyntax level, List<Diagnostic> diagnostics)
    {
        string name = level.Identifier.ValueText;
        Location location = level.Identifier.GetLocation();
        if (!level.Modifiers.Any(SyntaxKind.PartialKeyword))
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.NotPartial, location, name, Keyword(level) ?? level.Keyword.ValueText));
        if (level.TypeParameterList is { Parameters.Count: > 0 } list)
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.Generic, location, name, list.ToString()));
        if (level.Modifiers.Any(SyntaxKind.FileKeyword))
            AddNotInstantiable(level, diagnostics, "can be seen in its own file only, but the network is generated into another", "remove 'file'");
    }

    private static void CheckClass(INamedTypeSymbol type, TypeDeclarationSyntax declaration, List<Diagnostic> diagnostics)
    {
        if (type.IsRecord)
            AddNotInstantiable(declaration, diagnostics, "is a record, which is copied and compared by value, but a network owns its parameters", "declare it as a class");
        else if (type.IsStatic)
            AddNotInstantiable(declaration, diagnostics, "is static, but a network is an object", "remove 'static'");
        else if (type.IsAbstract)
            AddNotInstantiable(declaration, diagnostics, "is abstract, but a network is an object", "remove 'abstract'");
        else if (HasPrimaryConstructor(type))
            AddNotInstantiable(declaration, diagnostics, "has a primary constructor, which the generated constructors cannot call", "declare a constructor that starts with ': this(seed)' instead");
        else if (BaseWithoutConstructor(type) is { } baseName)
            AddNotInstantiable(declaration, diagnostics, $"derives from '{baseName}', which has no accessible constructor without parameters", "add one or remove the base class");
        else if (RequiredMember(type) is { } member)
            AddNotInstantiable(declaration, diagnostics, $"has the required member '{member}', which Load cannot set", "remove 'required'");
        if (GeneratedMemberNames.Contains(type.Name))
            AddNotInstantiable(declaration, diagnostics, "has the name of a member that every network gets", "rename the class");
    }

    private static void AddNotInstantiable(TypeDeclarationSyntax declaration, List<Diagnostic> diagnostics, string found, string fix) =>
        diagnostics.Add(Diagnostic.Create(
            DiagnosticDescriptors.NotInstantiable, declaration.Identifier.GetLocation(), declaration.Identifier.ValueText, found, fix));

    /// <summary>A constructor that starts otherwise than with <c>this(…)</c> would leave every parameter zero.</summary>
    private static void CheckConstructors(INamedTypeSymbol type, List<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            foreach (SyntaxReference reference in constructor.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is ConstructorDeclarationSyntax syntax
                    && syntax.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) != true)
                    diagnostics.Add(Diagnostic.Create(
                        DiagnosticDescriptors.UnchainedConstructor, syntax.Identifier.GetLocation(),
                        type.Name + syntax.ParameterList.ToString()));
            }
        }
    }

    private static bool HasPrimaryConstructor(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(static part => part.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null });

    private static string? BaseWithoutConstructor(INamedTypeSymbol type) =>
        type.BaseType is { TypeKind: TypeKind.Class } baseType
        && !baseType.InstanceConstructors.Any(static constructor =>
            constructor.DeclaredAccessibility != Accessibility.Private
            && constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams))
            ? baseType.Name : null;

    private static string? RequiredMember(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
            foreach (ISymbol member in level.GetMembers())
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                    return member.Name;
        return null;
    }

    /// <summary>The keyword that a further part of the type has to repeat; null for a kind that holds no class.</summary>
    private static string? Keyword(TypeDeclarationSyntax type) => type switch
    {
        ClassDeclarationSyntax => "class",
        StructDeclarationSyntax => "struct",
        InterfaceDeclarationSyntax => "interface",
        RecordDeclarationSyntax record => record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword) ? "record struct" : "record",
        _ => null,
    };
}
