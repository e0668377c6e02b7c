using System.Diagnostics;
using System.Runtime;

namespace Netsmith.StartUp;

/// <summary>Times what a fresh process does first.</summary>
internal static class FirstCalls
{
    private const int BatchSize = 32, StepsPerEpoch = 200;

    public delegate int Predictor<TNetwork>(TNetwork network, ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Creates a network and predicts twice.</summary>
    public static void Predict<TNetwork>(string start, Func<ulong, TNetwork> create, Predictor<TNetwork> predict, int inputs, int outputs)
    {
        float[] x = new float[inputs], y = new float[outputs];
        (TimeSpan jit, long methods) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
        long began = Stopwatch.GetTimestamp();
        TNetwork network = create(1);
        double created = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        predict(network, x, y);
        double first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        double sinceStart = Answer.Since(start);
        (jit, methods) = (JitInfo.GetCompilationTime() - jit, JitInfo.GetCompiledMethodCount() - methods);
        began = Stopwatch.GetTimestamp();
        predict(network, x, y);
        double second = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Answer.Write("since start, ms", sinceStart);
        Answer.Write("constructor, ms", created);
        Answer.Write("first prediction, ms", first - created);
        Answer.Write("JIT, ms", jit.TotalMilliseconds);
        Answer.Write("methods compiled", methods);
        Answer.Write("second prediction, us", second * 1e3);
    }

    /// <summary>Trains and takes the time of every step, batch gathered and answers counted, as <c>Fit</c> reports it.</summary>
    public static void Train(Func<Dataset, TrainingOptions, TrainingHistory> fit, int inputs, int outputs, int epochs)
    {
        var pixels = new byte[BatchSize * StepsPerEpoch * inputs];
        new Random(1).NextBytes(pixels);
        Dataset data = Dataset.Classification(pixels, [.. Enumerable.Range(0, BatchSize * StepsPerEpoch).Select(i => i % outputs)]);
        var steps = new StepTimes(epochs * StepsPerEpoch);
        (TimeSpan jit, long began) = (JitInfo.GetCompilationTime(), Stopwatch.GetTimestamp());
        steps.Begin();
        fit(data, new TrainingOptions { Epochs = epochs, BatchSize = BatchSize, Optimizer = new Sgd(0.01f), Progress = steps, ProgressInterval = TimeSpan.Zero });
        Answer.Write("whole, ms", Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        Answer.Write("JIT, ms", (JitInfo.GetCompilationTime() - jit).TotalMilliseconds);

        double[] microseconds = steps.Microseconds;
        double steady = Median(microseconds.AsSpan(microseconds.Length * 3 / 4));
        foreach (int step in new[] { 1, 2, 3, 10 })
            Answer.Write($"step {step}, us", microseconds[step - 1]);
        Answer.Write("median of steps 4-20, us", Median(microseconds.AsSpan(3, 17)));
        Answer.Write("median of epoch 1, us", Median(microseconds.AsSpan(0, StepsPerEpoch)));
        Answer.Write("median of epoch 2, us", Median(microseconds.AsSpan(StepsPerEpoch, StepsPerEpoch)));
        Answer.Write("steady step, us", steady);
        Answer.Write("epoch 1 above steady, ms", (microseconds.Take(StepsPerEpoch).Sum() - StepsPerEpoch * steady) / 1e3);
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>A timestamp for every report; the one after an epoch's last step is also the epoch's.</summary>
    private sealed class StepTimes(int count) : IProgress<TrainingProgress>
    {
        private readonly long[] _times = new long[count + 1];
        private int _count;

        public double[] Microseconds => [.. _times.Zip(_times.Skip(1), static (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMicroseconds)];

        public void Begin() => _times[_count++] = Stopwatch.GetTimestamp();

        public void Report(TrainingProgress value) => _times[_count++] = Stopwatch.GetTimestamp();
    }
}
