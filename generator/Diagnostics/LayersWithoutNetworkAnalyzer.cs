using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Netsmith.Generator.Parsing;

namespace Netsmith.Generator.Diagnostics;

/// <summary>
/// Finds layer and loss attributes on a class that is not marked <c>[Network]</c>. The generator looks for the mark
/// only and would pass such a class over in silence.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayersWithoutNetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.LayersWithoutNetwork];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AttributeData? first = null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            AttributeRole role = NetsmithAttributes.RoleOf(attribute.AttributeClass);
            if (role == AttributeRole.Network)
                return;
            if (role is AttributeRole.Layer or AttributeRole.Loss)
                first ??= attribute;
        }

        if (first?.ApplicationSyntaxReference is { } reference)
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.LayersWithoutNetwork, reference.GetSyntax(context.CancellationToken).GetLocation(),
                NetsmithAttributes.KindOf(first.AttributeClass!), type.Name));
    }
}
