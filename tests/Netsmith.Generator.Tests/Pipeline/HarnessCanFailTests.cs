using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Netsmith.Generator.Tests.Infrastructure;
using Xunit.Sdk;

namespace Netsmith.Generator.Tests.Pipeline;

/// <summary>Each harness is fed what it exists to find, and must find it.</summary>
public sealed class HarnessCanFailTests
{
    private static readonly string Source = TestCompilation.Network("[Network(4), Dense(3)]");

    [Fact]
    public void Harness_ModelHoldsSymbol_Fails() =>
        AssertFails("reaches a Roslyn object: value.<Symbol>", () => Run(new FaultyGenerator((context, _) => new Leak(context.TargetSymbol))));

    [Fact]
    public void Harness_ModelHoldsLocationDeepInside_Fails() =>
        AssertFails("is a SourceLocation", () => Run(new FaultyGenerator((context, _) => new Leak(new[] { new Leak(context.TargetNode.GetLocation()) }))));

    [Fact]
    public void Harness_ModelDependsOnPosition_Fails() =>
        AssertFails("made step Model Modified", () => Run(new FaultyGenerator((context, _) => context.TargetNode.SpanStart)));

    [Fact]
    public void Harness_ModelWithoutValueEquality_Fails() =>
        AssertFails("made step Model Modified", () => Run(new FaultyGenerator((_, _) => new object())));

    [Fact]
    public void Harness_SourceWrittenAgain_Fails() =>
        AssertFails("made step Source Modified", () => Run(new FaultyGenerator((_, _) => 1, sourceDependsOnCompilation: true)));

    [Fact]
    public void Harness_GeneratorThrows_Fails() =>
        AssertFails("The generator threw", () => Run(new FaultyGenerator((_, _) => throw new InvalidOperationException("broken"))));

    [Fact]
    public void Harness_SoundGenerator_Passes() => Run(new FaultyGenerator((context, _) => context.TargetSymbol.Name));

    [Fact]
    public void Harness_UnmarkedDiagnostic_Fails() =>
        AssertFails("NSM0101", () => GeneratorHarness.RunNetwork("[Network(1, 28, 28), Dense(10)]"));

    [Fact]
    public void Harness_MarkedDiagnosticAbsent_Fails() =>
        AssertFails("NSM0101", () => GeneratorHarness.RunNetwork("[Network(784), {|NSM0101:Dense(10)|}]"));

    [Fact]
    public void Harness_DiagnosticOnOtherSpan_Fails() =>
        AssertFails("NSM0101", () => GeneratorHarness.RunNetwork("[Network(1, 28, 28), {|NSM0101:Dense|}(10)]"));

    [Fact]
    public void CompiledNetwork_UserCodeWithWarning_Fails() =>
        AssertFails("CS0169", () => CompiledNetwork.From(Source.Replace("Net;", "Net { private int _unused; }", StringComparison.Ordinal)));

    [Fact]
    public void CompiledNetwork_UndocumentedGeneratedMember_Fails() =>
        AssertFails("CS1591", () => CompiledNetwork.From(GeneratorHarness.RunAndRepeat(
            new FaultyGenerator((_, _) => "namespace Demo; public sealed partial class Net { public int Undocumented => 0; }"), TestCompilation.Create(Source))));

    [Fact]
    public void Snapshot_DifferentOrMissingText_FailsAndAcceptingMendsIt()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            AssertFails("there is no verified file", () => Snapshot.Match("a\nb\n", folder, "A.B", "txt", accepts: false));
            Assert.True(File.Exists(Path.Combine(folder, "A.B.received.txt")));
            Snapshot.Match("a\nb\n", folder, "A.B", "txt", accepts: true);
            Snapshot.Match("a\nb\n", folder, "A.B", "txt", accepts: false);
            Assert.False(File.Exists(Path.Combine(folder, "A.B.received.txt")));
            AssertFails("line 2 is \"c\", verified is \"b\"", () => Snapshot.Match("a\nc\n", folder, "A.B", "txt", accepts: false));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(IIncrementalGenerator generator) => GeneratorHarness.Run(generator, TestCompilation.Options, Source);

    private static void AssertFails(string expected, Action action) =>
        Assert.Contains(expected, Assert.ThrowsAny<XunitException>(action).Message, StringComparison.Ordinal);

    private sealed record Leak(object Symbol);

    /// <summary>The pipeline in small, with any model; a string model is also the source that is added.</summary>
    private sealed class FaultyGenerator(
        Func<GeneratorAttributeSyntaxContext, CancellationToken, object> transform, bool sourceDependsOnCompilation = false) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            IncrementalValuesProvider<object> models = context.SyntaxProvider
                .ForAttributeWithMetadataName("Netsmith.NetworkAttribute", static (node, _) => node is ClassDeclarationSyntax, transform)
                .WithTrackingName(StepNames.Model);
            IncrementalValueProvider<int> other = sourceDependsOnCompilation
                ? context.CompilationProvider.Select(static (compilation, _) => compilation.SyntaxTrees.Sum(tree => tree.Length))
                : context.CompilationProvider.Select(static (_, _) => 0);
            context.RegisterSourceOutput(models.Combine(other).WithTrackingName(StepNames.Source), static (output, input) =>
                output.AddSource("Net.g.cs", input.Left is string source && source.Contains(' ', StringComparison.Ordinal) ? source : "// empty"));
        }
    }
}
