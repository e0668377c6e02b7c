using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Benchmarks;

/// <summary>A project of networks, a file each, and the driver that runs a generator over it as the compiler does.</summary>
internal sealed class Consumer
{
    private static readonly string[] Attributes =
    [
        "[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(4), Dense(16), Relu, Dense(3), SoftmaxCrossEntropy]",
        "[Network(784), Dense(128), Relu, Dense(64), Relu, Dense(10), SoftmaxCrossEntropy]",
    ];

    private readonly string[] _sources;
    private int _edits;

    public Consumer(int networks)
    {
        _sources = [.. Enumerable.Range(0, networks).Select(i =>
            $"using Netsmith;\n\nnamespace Demo;\n\n{Attributes[i % Attributes.Length]}\npublic sealed partial class Net{i};\n")];
        Compilation = TestCompilation.Create(_sources);
    }

    /// <summary>The project as it is now.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>A project that shares nothing with <see cref="Compilation"/> but the references: no symbol is bound yet.</summary>
    public CSharpCompilation Fresh() => TestCompilation.Create(_sources);

    /// <summary>A driver that has seen nothing.</summary>
    /// <param name="generator">The only generator; null is none.</param>
    public static GeneratorDriver CreateDriver(IIncrementalGenerator? generator) =>
        CSharpGeneratorDriver.Create(generator is null ? [] : [generator.AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);

    /// <summary>Puts another comment above the first network: every location below it moves, no network changes.</summary>
    public CSharpCompilation EditComment()
    {
        SyntaxTree first = Compilation.SyntaxTrees[0];
        string text = $"// Edit {++_edits}.\n" + _sources[0];
        return Compilation = Compilation.ReplaceSyntaxTree(first, TestCompilation.Parse(text, first.FilePath));
    }
}
