using BenchmarkDotNet.Attributes;

namespace Netsmith.Benchmarks;

/// <summary>One prediction of one sample, softmax included, and the bytes it allocates (which must be none).</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "RatioSD")]
public class InferenceBenchmarks
{
    private readonly float[] _image = TrainingBenchmarks.RandomValues(784), _row = TrainingBenchmarks.RandomValues(4), _output = new float[10];
    private readonly Digits200 _digits200 = new(1);
    private readonly Digits20 _digits20 = new(1);
    private readonly DeepDigits _deepDigits = new(1);
    private readonly Flowers _flowers = new(1);
    private readonly Xor _xor = new(1);

    [Benchmark]
    public Prediction Digits200() => _digits200.Predict(_image, _output);

    [Benchmark]
    public Prediction Digits20() => _digits20.Predict(_image, _output);

    [Benchmark]
    public Prediction DeepDigits() => _deepDigits.Predict(_image, _output);

    [Benchmark]
    public Prediction Flowers() => _flowers.Predict(_row, _output.AsSpan(0, 3));

    [Benchmark]
    public void Xor() => _xor.Predict(_row.AsSpan(0, 2), _output.AsSpan(0, 1));
}
