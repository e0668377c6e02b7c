using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Pipeline;

/// <summary>What an edit makes the generator do again, and what it does not.</summary>
public sealed class IncrementalityTests
{
    private static readonly string First = TestCompilation.Network("[Network(4), Dense(8), Relu, Dense(3), SoftmaxCrossEntropy]");
    private static readonly string Second = "[Netsmith.Network(2), Netsmith.Dense(1)]\npublic sealed partial class Other;\n";

    [Fact]
    public void Edit_CommentAboveClass_KeepsModelAndSource()
    {
        GeneratorRunResult result = RunTwice([First], "// One more.\n" + First);
        Incrementality.AssertNothingRewritten(result);
        Assert.Equal([IncrementalStepRunReason.Cached], Incrementality.SourceReasons(result));
    }

    [Fact]
    public void Edit_OtherSpellingOfSameNetwork_KeepsSource()
    {
        GeneratorRunResult result = RunTwice([First], First
            .Replace("[Network(4), Dense(8), ", "[global::Netsmith.NetworkAttribute(new[] { 2 + 2 })]\n[DenseAttribute(outFeatures: 0x8)]\n[", StringComparison.Ordinal)
            .Replace("Net;", "Net { private int Unrelated => 1; }", StringComparison.Ordinal));
        Incrementality.AssertNothingRewritten(result);
        Assert.Equal([IncrementalStepRunReason.Cached], Incrementality.SourceReasons(result));
    }

    [Theory]
    [InlineData("Dense(8)", "Dense(9)")]
    [InlineData("Dense(8)", "Dense(8, Bias = false)")]
    [InlineData("Relu", "Tanh")]
    [InlineData("Relu, ", "Relu, Dropout(0.25), ")]
    [InlineData("Network(4)", "Network(5)")]
    [InlineData("Network(4)", "Network(4, InputGradient = true)")]
    [InlineData(", SoftmaxCrossEntropy", "")]
    [InlineData("Net;", "Net2;")]
    [InlineData("namespace Demo", "namespace Demo2")]
    public void Edit_AnythingTheNetworkSays_WritesAgain(string before, string after)
    {
        GeneratorRunResult result = RunTwice([First], First.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Incrementality.Reasons(result, StepNames.Model));
        Assert.Equal([IncrementalStepRunReason.Modified], Incrementality.SourceReasons(result));
    }

    [Fact]
    public void Edit_OneOfTwoNetworks_LeavesTheOtherCached()
    {
        GeneratorRunResult result = RunTwice([First, Second], First.Replace("Dense(8)", "Dense(9)", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Incrementality.Reasons(result, StepNames.Model));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Incrementality.SourceReasons(result));
    }

    [Fact]
    public void Edit_UnrelatedFile_KeepsSource()
    {
        GeneratorRunResult result = RunTwice(["internal static class A;", First], "internal static class A { public const int B = 1; }");
        Assert.Equal([IncrementalStepRunReason.Cached], Incrementality.SourceReasons(result));
    }

    [Fact]
    public void Edit_TargetFramework_WritesAgain()
    {
        CSharpCompilation compilation = TestCompilation.Create(First);
        GeneratorDriver driver = GeneratorHarness.CreateDriver(new NetworkGenerator(), compilation).RunGenerators(compilation);
        CSharpParseOptions net8 = TestCompilation.ParseOptions.WithPreprocessorSymbols("NET8_0_OR_GREATER");
        CSharpCompilation edited = TestCompilation.Create([First], TestCompilation.Options, net8);
        GeneratorRunResult result = GeneratorHarness.Single(driver.WithUpdatedParseOptions(net8).RunGenerators(edited));
        Assert.Equal([IncrementalStepRunReason.Modified], Incrementality.Reasons(result, StepNames.Target));
        Assert.Equal([IncrementalStepRunReason.Modified], Incrementality.SourceReasons(result));
    }

    [Fact]
    public void Edit_NetworkBecomesInvalid_RemovesSource()
    {
        GeneratorRunResult result = RunTwice([First], First.Replace("Dense(8)", "Dense(0)", StringComparison.Ordinal));
        Assert.Empty(result.GeneratedSources);
        Assert.Equal("NSM0009", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void Models_OfEqualSources_AreEqualWithEqualHashes()
    {
        object first = Assert.Single(GeneratorHarness.Run(First).Models);
        object second = Assert.Single(GeneratorHarness.Run(First).Models);
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    /// <summary>Runs over the sources, replaces the first one and runs again.</summary>
    private static GeneratorRunResult RunTwice(string[] sources, string edited)
    {
        CSharpCompilation compilation = TestCompilation.Create(sources);
        GeneratorDriver driver = GeneratorHarness.CreateDriver(new NetworkGenerator(), compilation).RunGenerators(compilation);
        GeneratorHarness.Single(driver);
        SyntaxTree tree = compilation.SyntaxTrees[0];
        return GeneratorHarness.Single(driver.RunGenerators(compilation.ReplaceSyntaxTree(tree, TestCompilation.Parse(edited, tree.FilePath))));
    }
}
