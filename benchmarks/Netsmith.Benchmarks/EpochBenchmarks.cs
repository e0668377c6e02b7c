using BenchmarkDotNet.Attributes;

namespace Netsmith.Benchmarks;

/// <summary>
/// One epoch of <c>Fit</c> over 10,000 images of bytes, given as the time of a sample: what <see cref="TrainingBenchmarks"/> leaves
/// out is here, that is shuffling, gathering, conversion to floats and counting of correct answers. The allocation is that of a
/// call of <c>Fit</c>, divided by the samples.
/// </summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median")]
public class EpochBenchmarks
{
    private const int Samples = 10_000;
    private readonly Dataset _images = RandomImages();
    private readonly Digits200 _digits200 = new(1);
    private readonly Digits20 _digits20 = new(1);
    private readonly LinearDigits _linear = new(1);
    private readonly DeepDigits _deepDigits = new(1);

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory Digits200_Batch32() => _digits200.Fit(_images, Options(32, new Sgd(0.01f)));

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory Digits200_Batch128() => _digits200.Fit(_images, Options(128, new Sgd(0.01f)));

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory Digits200_Batch128_TwoThreads() => _digits200.Fit(_images, Options(128, new Sgd(0.01f), threads: 2));

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory Digits20_Batch256() => _digits20.Fit(_images, Options(256, new Sgd(0.01f)));

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory Linear_Batch256() => _linear.Fit(_images, Options(256, new Sgd(0.01f)));

    [Benchmark(OperationsPerInvoke = Samples)]
    public TrainingHistory DeepDigits_Adam_Batch64() => _deepDigits.Fit(_images, Options(64, new Adam(0.001f)));

    private static TrainingOptions Options(int batchSize, Optimizer optimizer, int threads = 1) =>
        new() { Epochs = 1, BatchSize = batchSize, Optimizer = optimizer, Threads = threads };

    private static Dataset RandomImages()
    {
        var pixels = new byte[Samples * 784];
        new Random(7).NextBytes(pixels);
        return Dataset.Classification(pixels, [.. Enumerable.Range(0, Samples).Select(i => i % 10)]);
    }
}
