using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Parsing;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator;

/// <summary>
/// Turns every class marked <c>[Network]</c> into a network. The attributes are read and checked once
/// (<see cref="NetworkParser"/>); from there the model, which knows no location and compares by value, leads to the
/// source, and the diagnostics, which know their locations, are reported on their own. A comment edit therefore
/// reports again and writes nothing again.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private static readonly UTF8Encoding Utf8WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetsmithAttributes.NetworkMetadataName, IsClass, NetworkParser.Parse)
            .WithTrackingName(StepNames.Parse);

        IncrementalValuesProvider<NetworkModel?> models = parsed
            .Select(static (result, _) => result.Model)
            .WithTrackingName(StepNames.Model);

        IncrementalValueProvider<TargetModel> target = context.CompilationProvider
            .Combine(context.ParseOptionsProvider)
            .Select(static (pair, _) => TargetReader.Read(pair.Left, pair.Right))
            .WithTrackingName(StepNames.Target);

        context.RegisterSourceOutput(models.Combine(target).WithTrackingName(StepNames.Source), AddSource);
        context.RegisterSourceOutput(
            parsed.Select(static (result, _) => result.Diagnostics).WithTrackingName(StepNames.Diagnostics), Report);
    }

    private static bool IsClass(SyntaxNode node, CancellationToken cancellation) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax;

    private static void AddSource(SourceProductionContext context, (NetworkModel? Model, TargetModel Target) input)
    {
        // Planning again costs microseconds and keeps the cached model as small as what the user wrote.
        if (input.Model is not { } model || NetworkPlanner.Plan(model).Plan is not { } plan)
            return;
        context.CancellationToken.ThrowIfCancellationRequested();
        string source = NetworkEmitter.Emit(plan, input.Target);
        context.AddSource(model.Declaration.HintName, SourceText.From(source, Utf8WithoutMark));
    }

    private static void Report(SourceProductionContext context, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
            context.ReportDiagnostic(diagnostic);
    }
}
