using System.Runtime.InteropServices;

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

    private delegate void Forward(ReadOnlySpan<float> input, Span<float> output);

    private delegate void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize);
}
