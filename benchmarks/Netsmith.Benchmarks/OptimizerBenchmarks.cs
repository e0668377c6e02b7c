using BenchmarkDotNet.Attributes;

namespace Netsmith.Benchmarks;

/// <summary>
/// One update of 100,000 parameters, given as the time of a parameter. Plain SGD is measured as the pass of its own that it is where
/// something needs the gradients; otherwise it is part of the backward pass.
/// </summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median")]
public class OptimizerBenchmarks
{
    private const int Count = 100_000;
    private static readonly (string Name, Func<Optimizer> Create)[] Optimizers =
    [
        ("Sgd", () => new Sgd(1e-6f)),
        ("Sgd, momentum", () => new Sgd(1e-6f) { Momentum = 0.9 }),
        ("Sgd, Nesterov, weight decay", () => new Sgd(1e-6f) { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 }),
        ("RmsProp", () => new RmsProp(1e-6f)),
        ("Adagrad", () => new Adagrad(1e-6f)),
        ("Adadelta", () => new Adadelta(1e-6f)),
        ("Adam", () => new Adam(1e-6f)),
        ("Adam, AMSGrad", () => new Adam(1e-6f) { AmsGrad = true }),
        ("AdamW", () => new AdamW(1e-6f)),
        ("Adamax", () => new Adamax(1e-6f)),
        ("NAdam", () => new NAdam(1e-6f)),
        ("RAdam", () => new RAdam(1e-6f)),
    ];

    private readonly float[] _parameters = TrainingBenchmarks.RandomValues(Count), _gradients = TrainingBenchmarks.RandomValues(Count);
    private Optimizer _optimizer = null!;

    public static IEnumerable<string> Names => Optimizers.Select(optimizer => optimizer.Name);

    /// <summary>The optimizer and its options.</summary>
    [ParamsSource(nameof(Names))]
    public string Optimizer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _optimizer = Optimizers.Single(optimizer => optimizer.Name == Optimizer).Create();
        _optimizer.Initialize(Count);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Update() => _optimizer.Step(_parameters, _gradients);
}
