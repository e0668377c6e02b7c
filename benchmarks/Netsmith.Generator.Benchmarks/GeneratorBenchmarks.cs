using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace Netsmith.Generator.Benchmarks;

/// <summary>
/// The time of one run of the driver: the first over a project of 1 or 100 networks, parsing of the user's files included, and
/// the next after a comment edit, the parsing of that file included. Without a generator it is the compiler's bookkeeping; the
/// trivial one finds the attribute and writes a line, so the difference to it is Netsmith's.
/// </summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "RatioSD")]
public class GeneratorBenchmarks
{
    private Consumer _project = null!;
    private GeneratorDriver _warm = null!;

    /// <summary>Which generator runs.</summary>
    public enum Generators
    {
        None,
        Trivial,
        Netsmith,
    }

    [ParamsAllValues]
    public Generators Generator { get; set; }

    [Params(1, 100)]
    public int Networks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _project = new Consumer(Networks);
        _warm = CreateDriver().RunGenerators(_project.Compilation);
    }

    [Benchmark]
    public GeneratorDriver FirstRun() => CreateDriver().RunGenerators(_project.Fresh());

    [Benchmark]
    public GeneratorDriver CommentEdit() => _warm = _warm.RunGenerators(_project.EditComment());

    private GeneratorDriver CreateDriver() => Consumer.CreateDriver(Generator switch
    {
        Generators.Trivial => new TrivialGenerator(),
        Generators.Netsmith => new NetworkGenerator(),
        _ => null,
    });
}
