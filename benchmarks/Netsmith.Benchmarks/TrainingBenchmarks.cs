using BenchmarkDotNet.Attributes;

namespace Netsmith.Benchmarks;

/// <summary>One training step on a batch that is in cache, and the bytes it allocates (which must be none).</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "RatioSD")]
public class TrainingBenchmarks
{
    private readonly float[] _images = RandomValues(500 * 784), _rows = RandomValues(64), _points = [-1, -1, -1, 1, 1, -1, 1, 1], _xor = [-1, 1, 1, -1];
    private readonly int[] _labels = [.. Enumerable.Range(0, 500).Select(i => i % 10)], _classes = [.. Enumerable.Range(0, 16).Select(i => i % 3)];
    private readonly Digits200.Trainer _digits200 = new Digits200(1).CreateTrainer(500, new Sgd(0.01f));
    private readonly Digits20.Trainer _digits20 = new Digits20(1).CreateTrainer(500, new Sgd(0.01f));
    private readonly DeepDigits.Trainer _deepDigits = new DeepDigits(1).CreateTrainer(500, new Adam(0.001f));
    private readonly Xor.Trainer _xorTrainer = new Xor(1).CreateTrainer(4, new Sgd(0.01f));
    private readonly Flowers.Trainer _flowers = new Flowers(1).CreateTrainer(16, new Sgd(0.01f));

    [Benchmark]
    public float Digits200_Batch32() => _digits200.Step(_images.AsSpan(0, 32 * 784), _labels.AsSpan(0, 32));

    [Benchmark]
    public float Digits200_Batch128() => _digits200.Step(_images.AsSpan(0, 128 * 784), _labels.AsSpan(0, 128));

    [Benchmark]
    public float Digits200_Batch500() => _digits200.Step(_images, _labels);

    [Benchmark]
    public float Digits20_Batch256() => _digits20.Step(_images.AsSpan(0, 256 * 784), _labels.AsSpan(0, 256));

    [Benchmark]
    public float DeepDigits_Adam_Batch64() => _deepDigits.Step(_images.AsSpan(0, 64 * 784), _labels.AsSpan(0, 64));

    [Benchmark]
    public float Xor_Batch4() => _xorTrainer.Step(_points, _xor);

    [Benchmark]
    public float Flowers_Batch16() => _flowers.Step(_rows, _classes);

    internal static float[] RandomValues(int count)
    {
        var random = new Rng(7);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle();
        return values;
    }
}
