using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Parsing;

/// <summary>
/// Code is malformed most of the time it is being written. Every token of the samples is deleted, doubled and replaced;
/// the generator never throws, and where it writes a file for code that was sound without it, the whole is sound.
/// </summary>
public sealed class MalformedSourceTests
{
    private static readonly string[] Replacements =
        ["null", "default", "\"text\"", "-1", "0", "int.MaxValue", "double.NaN", "typeof(int)", "missing", "new int[] { 1, missing }", ";", "{", "]"];

    public static TheoryData<string> Samples =>
    [
        "using Netsmith;\nnamespace Demo;\n[Network(1, 4, 4), Flatten, Dense(8, Bias = false), Relu, Dense(outFeatures: 3), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]\npublic sealed partial class Net;\n",
        "[Netsmith.Network(new int[] { 4 }, InputGradient = true)]\n[Netsmith.Dense(3), Netsmith.LeakyRelu(0.2)]\n[Netsmith.Huber(delta: 2)]\ninternal partial class Net\n{\n    public Net(int a) : this((ulong)a) { }\n}\n",
        "using Netsmith;\nnamespace A { public partial record struct B { partial interface C { [Network(4), Dense(2)] sealed partial class D : object { } } } }\n",
        "using Netsmith;\n[Network(4)] partial class Net { }\n[Dense(3)] partial class Net { Net(string s) { } }\n",
        "using Netsmith;\n[Network(4), Dense(3)] public partial class Net<T>(int a) where T : class { public required int R; }\n[Network(4), Dense(3)] public partial record Rec(int A);\n",
    ];

    [Theory, MemberData(nameof(Samples))]
    public void AnyTokenDeletedDoubledOrReplaced_GeneratorStaysSound(string sample)
    {
        CSharpCompilation compilation = TestCompilation.Create(sample);
        SyntaxTree original = compilation.SyntaxTrees[0];
        GeneratorDriver driver = GeneratorHarness.CreateDriver(new NetworkGenerator(), compilation).RunGenerators(compilation);
        foreach (string mutant in Mutants(original))
        {
            CSharpCompilation mutated = compilation.ReplaceSyntaxTree(original, TestCompilation.Parse(mutant, original.FilePath));
            // One driver for all: stale state from the mutant before must not matter either.
            driver = driver.RunGeneratorsAndUpdateCompilation(mutated, out Compilation output, out _);
            GeneratorRunResult result = driver.GetRunResult().Results.Single();
            Assert.True(result.Exception is null, $"The generator threw over:\n{mutant}\n{result.Exception}");
            AssertGeneratedCodeIsSound(mutant, mutated, output, result);
            AssertAnalyzerIsSound(mutant, mutated);
        }
    }

    private static IEnumerable<string> Mutants(SyntaxTree tree)
    {
        string text = tree.ToString();
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens().Where(t => !t.Span.IsEmpty))
        {
            yield return text.Remove(token.SpanStart, token.Span.Length);
            yield return text.Insert(token.SpanStart, token.Text + " ");
            if (token.IsKind(SyntaxKind.NumericLiteralToken) || token.IsKind(SyntaxKind.TrueKeyword) || token.IsKind(SyntaxKind.FalseKeyword))
                foreach (string replacement in Replacements)
                    yield return text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, replacement);
        }
    }

    private static void AssertGeneratedCodeIsSound(string mutant, CSharpCompilation mutated, Compilation output, GeneratorRunResult result)
    {
        if (result.GeneratedSources.IsEmpty || Errors(mutated).Any(e => e.Id is not ("CS0103" or "CS1729")))
            return;
        Assert.True(!Errors(output).Any(), $"The generated file does not compile for:\n{mutant}\n{string.Join("\n", Errors(output))}");
    }

    private static void AssertAnalyzerIsSound(string mutant, CSharpCompilation mutated)
    {
        ImmutableArray<Diagnostic> found = mutated.WithAnalyzers([new LayersWithoutNetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        Assert.True(found.All(d => d.Id == "NSM0010"), $"The analyzer threw over:\n{mutant}\n{string.Join("\n", found)}");
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
}
