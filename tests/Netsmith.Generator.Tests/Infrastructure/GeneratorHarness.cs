using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// Runs the generator as the compiler does. Every run is repeated with a comment above the class and an unrelated file
/// added, and must then have kept everything; every diagnostic must be marked in the source (<see cref="Markup"/>).
/// </summary>
internal static class GeneratorHarness
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new LayersWithoutNetworkAnalyzer()];

    /// <summary>Runs over sources whose expected diagnostics are marked; fails on any other.</summary>
    public static GeneratorRun Run(params string[] markedSources) => Run(new NetworkGenerator(), TestCompilation.Options, markedSources);

    /// <summary>Runs over one network, <c>Demo.Net</c>, with these attributes.</summary>
    public static GeneratorRun RunNetwork(string attributes) => Run(TestCompilation.Network(attributes));

    /// <inheritdoc cref="Run(string[])"/>
    public static GeneratorRun Run(IIncrementalGenerator generator, CSharpCompilationOptions options, params string[] markedSources)
    {
        (string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected)[] read = [.. markedSources.Select(Markup.Read)];
        CSharpCompilation compilation = TestCompilation.Create([.. read.Select(r => r.Source)], options);
        GeneratorRun run = RunAndRepeat(generator, compilation);

        string[] expected = [.. read.SelectMany((r, i) => r.Expected.Select(e => Describe(e.Id, e.Span, compilation.SyntaxTrees[i])))];
        string[] found = [.. run.Diagnostics.Select(d => Describe(d.Id, d.Location.SourceSpan, d.Location.SourceTree!))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        return run;
    }

    /// <summary>Runs and repeats, whatever is reported: for sources in which nobody can mark anything.</summary>
    public static GeneratorRun RunAndRepeat(IIncrementalGenerator generator, CSharpCompilation compilation)
    {
        GeneratorDriver driver = CreateDriver(generator, compilation).RunGenerators(compilation);
        GeneratorRun run = Finish(driver, compilation);
        Incrementality.AssertValuesFreeOfRoslyn(run.Result);

        CSharpCompilation edited = WithComments(compilation).AddSyntaxTrees(TestCompilation.Parse(
            "namespace Elsewhere; internal static class Unrelated { public static int Value => 42; }", "Unrelated.cs"));
        GeneratorRunResult second = Single(driver.RunGenerators(edited));
        Incrementality.AssertNothingRewritten(second);
        Assert.Equal(run.Sources.Select(s => s.Text), second.GeneratedSources.Select(s => s.SourceText.ToString()));
        return run;
    }

    public static GeneratorDriver CreateDriver(IIncrementalGenerator generator, CSharpCompilation compilation) =>
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: compilation.SyntaxTrees.IsEmpty ? TestCompilation.ParseOptions : (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The only generator's result; fails if it threw (which the compiler reports as CS8785).</summary>
    public static GeneratorRunResult Single(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.True(result.Exception is null, $"The generator threw: {result.Exception}");
        return result;
    }

    /// <summary>The same sources with a comment at their start and one in front of every <c>[Network]</c>, so that all locations move.</summary>
    public static CSharpCompilation WithComments(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string text = tree.ToString().Replace("[Network", "// The network follows.\n[Network", StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(tree, TestCompilation.Parse("// A comment.\n" + text, tree.FilePath, (CSharpParseOptions)tree.Options));
        }

        return compilation;
    }

    private static GeneratorRun Finish(GeneratorDriver driver, CSharpCompilation compilation)
    {
        GeneratorRunResult result = Single(driver);
        ImmutableArray<Diagnostic> analyzed = compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        // What a #pragma disables comes with a mark and is dropped by the compiler later.
        IEnumerable<Diagnostic> reported = result.Diagnostics.Concat(analyzed).Where(d => !d.IsSuppressed)
            .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal);
        return new GeneratorRun(result, compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees), [.. reported]);
    }

    private static string Describe(string id, TextSpan span, SyntaxTree tree) => $"{id} on '{tree.GetText().ToString(span)}' at {tree.FilePath} {span}";
}

/// <summary>What one run of the generator gave.</summary>
/// <param name="Result">The driver's own record, with the tracked steps.</param>
/// <param name="Compilation">The user's sources and the generated ones.</param>
/// <param name="Diagnostics">What the generator and its analyzer reported, in order of position.</param>
internal sealed record GeneratorRun(GeneratorRunResult Result, CSharpCompilation Compilation, ImmutableArray<Diagnostic> Diagnostics)
{
    public IReadOnlyList<(string HintName, string Text)> Sources { get; } =
        [.. Result.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString()))];

    /// <summary>The models that passed the checks, in the order of the networks.</summary>
    public IReadOnlyList<NetworkModel> Models => Result.TrackedSteps.TryGetValue(StepNames.Model, out var steps)
        ? [.. steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<NetworkModel>()] : [];

    /// <summary>The text of the only generated file.</summary>
    public string Source => Assert.Single(Sources).Text;

    /// <summary>Fails unless the only diagnostic with this id carries the message that these arguments give.</summary>
    public GeneratorRun WithMessage(string id, params object[] arguments)
    {
        Diagnostic diagnostic = Assert.Single(Diagnostics, d => d.Id == id);
        string format = DiagnosticDescriptors.ById(id).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, arguments),
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>The diagnostics as the compiler prints them.</summary>
    public string PrintedDiagnostics => string.Concat(Diagnostics.Select(d =>
        CSharpDiagnosticFormatter.Instance.Format(d, System.Globalization.CultureInfo.InvariantCulture) + "\n"));

}
