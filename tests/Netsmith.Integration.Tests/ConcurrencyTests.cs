using System.Runtime.InteropServices;
using Netsmith.CompilerServices;
using Netsmith.TestSupport;

namespace Netsmith.Integration.Tests;

/// <summary>Any number of threads may evaluate one network.</summary>
[Collection(AllocationTests.Alone)]
public sealed class ConcurrencyTests
{
    [Fact]
    public void Forward_OnEightThreads_GivesTheSameBits()
    {
        var wide = new Wide(3);
        Check((x, y) => wide.Forward(x, y), (x, y, n) => wide.Forward(x, y, n), 784, 10);
        var sparse = new Sparse(3);
        Check((x, y) => sparse.Forward(x, y), (x, y, n) => sparse.Forward(x, y, n), 784, 10);
        var tiny = new Tiny(3);
        Check((x, y) => tiny.Forward(x, y), (x, y, n) => tiny.Forward(x, y, n), 2, 1);
        var bulky = new Bulky(3);
        Check((x, y) => bulky.Forward(x, y), (x, y, n) => bulky.Forward(x, y, n), 8, 3);
    }

    [Fact]
    public void Forward_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        const int Samples = 131;
        var network = new Wide(3);
        float[] x = TestData.Values(Samples * 784, 9), expected = new float[Samples * 10], actual = new float[Samples * 10];
        network.Forward(x, expected, Samples);
        foreach (int threads in new[] { 1, 2, 3, 5, 2 })
        {
            foreach (int count in new[] { Samples, 17, 3 })
            {
                actual.AsSpan().Clear();
                network.Forward(x.AsSpan(0, count * 784), actual.AsSpan(0, count * 10), count, threads);
                Assert.True(MemoryMarshal.Cast<float, int>(expected.AsSpan(0, count * 10)).SequenceEqual(MemoryMarshal.Cast<float, int>(actual.AsSpan(0, count * 10))), $"{count} samples on {threads} threads");
            }
        }
    }

    [Fact]
    public void Forward_OnTwoThreads_AllocatesNothingOnEither()
    {
        const int Samples = 131, Calls = 2_000;
        var network = new Metered(new Wide(3));
        float[] x = TestData.Values(Samples * 784, 9), y = new float[Samples * 10];
        ParallelForward.Run(network, x, y, Samples, 2);
        Assert.Equal(0, Allocations.Least(() =>
        {
            network.Reset();
            for (int i = 0; i < Calls; i++)
                ParallelForward.Run(network, x, y, Samples, 2);
            Assert.Equal([Calls, Calls], network.Calls);
            return network.Allocated;
        }));
    }

    [Fact]
    public void Forward_OnThreadsFromSeveralThreads_GivesTheSameBits()
    {
        var wide = new Wide(3);
        Check((x, y) => wide.Forward(x, y), (x, y, n) => wide.Forward(x, y, n, 3), 784, 10);
    }

    [Fact]
    public void Forward_OnNoThread_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Wide(1).Forward(new float[784], new float[10], 1, 0));

    [Fact]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBits() => CheckFit(static () => new Wide(5), 784);

    [Fact]
    public void Fit_OnAnyNumberOfThreadsInPanels_GivesTheSameBits() => CheckFit(static () => new Panels(5), 512);

    /// <summary>
    /// Blocks of outputs and of samples are shared unequally by five threads, and the shares change all the time. Batches of 129 and
    /// 111 samples use tiles of 6, 2 and 1 samples.
    /// </summary>
    private static void CheckFit(Func<ITrainableNetwork> create, int features)
    {
        Dataset data = TestData.Classes(300, features, 10, 4);
        float[][] parameters = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            ITrainableNetwork network = create();
            TrainingLoop.Fit(network, data, new TrainingOptions { Epochs = 2, BatchSize = 129, Optimizer = new Sgd(0.1f), Seed = 3, ValidationFraction = 0.2, Threads = threads });
            return network.Parameters.ToArray();
        })];
        Assert.Equal(parameters[0], parameters[1]);
        Assert.Equal(parameters[0], parameters[2]);
    }

    private static void Check(Forward one, ForwardBatch batch, int inputs, int outputs)
    {
        const int Samples = 24;
        float[] x = TestData.Values(Samples * inputs, 9), single = new float[Samples * outputs], whole = new float[Samples * outputs];
        for (int b = 0; b < Samples; b++)
            one(x.AsSpan(b * inputs, inputs), single.AsSpan(b * outputs, outputs));
        batch(x, whole, Samples);

        int wrong = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            float[] mine = new float[Samples * outputs];
            for (int repeat = 0; repeat < 20; repeat++)
            {
                for (int b = 0; b < Samples; b++)
                {
                    int sample = (b + (thread * 3)) % Samples;
                    one(x.AsSpan(sample * inputs, inputs), mine.AsSpan(sample * outputs, outputs));
                }

                Compare(single, mine);
                batch(x, mine, Samples);
                Compare(whole, mine);
            }
        });
        Assert.Equal(0, wrong);

        void Compare(float[] expected, float[] actual)
        {
            if (!MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)))
                Interlocked.Increment(ref wrong);
        }
    }

    /// <summary>
    /// Notes how much the caller and the worker have allocated whenever they come by: between two calls lies everything a thread does.
    /// Counted for each thread, since the test runner's own allocate all the time.
    /// </summary>
    private sealed class Metered(INetwork network) : INetwork
    {
        private readonly int _caller = Environment.CurrentManagedThreadId;
        private readonly long[] _first = new long[2], _last = new long[2];

        public int[] Calls { get; } = new int[2];

        public long Allocated => _last.Sum() - _first.Sum();

        public NetworkSummary Summary => network.Summary;

        public Span<float> Parameters => network.Parameters;

        public void Reset() => Calls.AsSpan().Clear();

        public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize)
        {
            int thread = Environment.CurrentManagedThreadId == _caller ? 0 : 1;
            _last[thread] = GC.GetAllocatedBytesForCurrentThread();
            if (Calls[thread]++ == 0)
                _first[thread] = _last[thread];
            network.Forward(inputs, outputs, batchSize);
        }
    }

    private delegate void Forward(ReadOnlySpan<float> input, Span<float> output);

    private delegate void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize);
}
