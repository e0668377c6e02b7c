using Microsoft.CodeAnalysis;

namespace Netsmith.Generator.Parsing;

/// <summary>What an attribute means to the generator.</summary>
internal enum AttributeRole
{
    /// <summary>Not ours.</summary>
    None,

    /// <summary>The compiler does not know the attribute: a misspelled layer, perhaps, or a missing using.</summary>
    Unresolved,

    /// <summary><c>[Network]</c>.</summary>
    Network,

    /// <summary>A layer or an activation.</summary>
    Layer,

    /// <summary>A loss.</summary>
    Loss,

    /// <summary>Derived from a base class of the package, but not by the package: nothing knows how to compute it.</summary>
    Foreign,
}

/// <summary>Recognizes the attributes of the Netsmith package by the base class they derive from.</summary>
internal static class NetsmithAttributes
{
    /// <summary>The marker that the pipeline looks for.</summary>
    public const string NetworkMetadataName = "Netsmith.NetworkAttribute";

    private const string Suffix = "Attribute";

    /// <summary>The role of an attribute of this class; null is a class that the compiler could not find.</summary>
    public static AttributeRole RoleOf(INamedTypeSymbol? attributeClass)
    {
        if (attributeClass is null or { TypeKind: TypeKind.Error })
            return AttributeRole.Unresolved;
        if (IsNetsmith(attributeClass, "NetworkAttribute"))
            return AttributeRole.Network;
        for (INamedTypeSymbol? type = attributeClass.BaseType; type is not null; type = type.BaseType)
        {
            AttributeRole role =
                IsNetsmith(type, "LayerAttribute") ? AttributeRole.Layer :
                IsNetsmith(type, "LossAttribute") ? AttributeRole.Loss : AttributeRole.None;
            if (role != AttributeRole.None)
                return SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, attributeClass.ContainingAssembly)
                    ? role : AttributeRole.Foreign;
        }

        return AttributeRole.None;
    }

    /// <summary>The attribute as it is written: <c>Dense</c> for <c>DenseAttribute</c>.</summary>
    public static string KindOf(INamedTypeSymbol attributeClass)
    {
        string name = attributeClass.Name;
        return name.Length > Suffix.Length && name.EndsWith(Suffix, System.StringComparison.Ordinal)
            ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private static bool IsNetsmith(INamedTypeSymbol type, string name) =>
        type.Name == name
        && type is { ContainingType: null, Arity: 0, ContainingNamespace: { Name: "Netsmith", ContainingNamespace.IsGlobalNamespace: true } };
}
