using BenchmarkDotNet.Attributes;
using Netsmith.Benchmarks.Activations;
using Netsmith.CompilerServices;

namespace Netsmith.Benchmarks;

/// <summary>
/// Each activation behind Dense(64) of 64 inputs, batch 64: a forward pass and a training step. The row without an activation is
/// the plain product around them, of 64 multiply-adds for each value that is activated.
/// </summary>
[HideColumns("Error", "StdDev", "Median")]
public class ActivationBenchmarks
{
    private const int BatchSize = 64;
    private static readonly ITrainableNetwork[] Networks =
    [
        new WithoutActivation(1), new WithRelu(1), new WithLeakyRelu(1), new WithHardTanh(1), new WithHardSigmoid(1), new WithSoftsign(1),
        new WithSigmoid(1), new WithTanh(1), new WithElu(1), new WithSelu(1), new WithSilu(1), new WithSoftplus(1), new WithGelu(1),
        new WithGeluTanh(1), new WithMish(1), new WithSoftmax(1), new WithLogSoftmax(1),
    ];

    private readonly float[] _inputs = TrainingBenchmarks.RandomValues(BatchSize * 64), _targets = new float[BatchSize * 64], _outputs = new float[BatchSize * 64];
    private ITrainableNetwork _network = null!;
    private ITrainer _trainer = null!;

    public static IEnumerable<string> Names => Networks.Select(network => network.GetType().Name);

    /// <summary>The network's class.</summary>
    [ParamsSource(nameof(Names))]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _network = Networks.Single(network => network.GetType().Name == Network);
        // A rate so small that millions of steps on one batch leave the activations where they began.
        _trainer = _network.CreateTrainer(BatchSize, new Sgd(1e-9f));
    }

    [Benchmark]
    public void Forward() => _network.Forward(_inputs, _outputs, BatchSize);

    [Benchmark]
    public float Step() => _trainer.Step(_inputs, [], _targets, BatchSize);
}
