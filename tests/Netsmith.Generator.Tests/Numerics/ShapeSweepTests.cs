using System.Runtime.InteropServices;
using Netsmith.Generator.Benchmarks.Shapes;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>
/// A Dense layer of many shapes and at every batch size that takes different tiles, against a product written as three
/// loops: forward, weight, bias and input gradient.
/// </summary>
public sealed class ShapeSweepTests
{
    private static readonly int[] BatchSizes = [1, 2, 3, 4, 5, 6, 7, 8, 13, 32];

    private static readonly (int Inputs, int Outputs)[] Shapes = [.. Sample()];

    private static readonly Lazy<NetworkAssembly> Networks = new(() => Compile(Shapes));

    [Fact]
    public void Dense_OfAnyShapeAndBatch_AgreesWithThreeLoops()
    {
        for (int i = 0; i < Shapes.Length; i++)
            foreach (int batchSize in BatchSizes)
                DenseCheck.Assert(Networks.Value.Float(i), batchSize, $"{Shapes[i].Inputs} to {Shapes[i].Outputs}, batch {batchSize}");
    }

    /// <summary>
    /// All shapes whose speed is measured: 1…70 × 1…70 by two strides, primes, powers of two ± 1, 784 × 1…64 and more, up to 1024 × 1024.
    /// </summary>
    [Fact]
    public void Dense_OfEveryMeasuredShape_AgreesWithThreeLoopsAndHasTheSameBitsAnywhere()
    {
        foreach ((int Inputs, int Outputs)[] part in SweptShapes.All.Chunk(60))
        {
            NetworkAssembly networks = Compile(part);
            for (int i = 0; i < part.Length; i++)
            {
                string what = $"{part[i].Inputs} to {part[i].Outputs}";
                foreach (int batchSize in (int[])[1, 7, 32])
                    DenseCheck.Assert(networks.Float(i), batchSize, $"{what}, batch {batchSize}");
                SameBits.AssertWhereverInTheBatch(networks.Float(i), what);
            }
        }
    }

    [Fact]
    public void Forward_OfASample_HasTheSameBitsAnywhereInABatchAndAlone()
    {
        for (int n = 0; n < Shapes.Length; n++)
            SameBits.AssertWhereverInTheBatch(Networks.Value.Float(n), $"{Shapes[n].Inputs} to {Shapes[n].Outputs}");
    }

    /// <summary>The forward pass of a batch, of a few samples and of one take different kernels, each of which keeps what GELU's derivative needs.</summary>
    [Theory]
    [InlineData(5, 60)]
    [InlineData(20, 40)]
    [InlineData(50, 40)]
    public void Gradients_OfABatch_AreTheMeanOfItsSamples(int inputs, int outputs)
    {
        const int BatchSize = 29;
        NetworkAssembly networks = NetworkAssembly.Compile([$"[Network({inputs}), Dense({outputs}), Gelu, Dense(3), MeanSquaredError]"], Emitted.Float);
        INetworkProbe<float> network = networks.Float(0);
        float[] x = GradientCheck.Values(BatchSize * inputs, 5, 2).To<float>(), t = GradientCheck.Values(BatchSize * 3, 7, 1).To<float>();
        ITrainerProbe<float> batch = network.CreateTrainer(BatchSize), single = network.CreateTrainer(1);
        batch.ComputeGradients(x, [], t);
        double[] mean = new double[network.Parameters.Length];
        for (int b = 0; b < BatchSize; b++)
        {
            single.ComputeGradients(x.AsSpan(b * inputs, inputs), [], t.AsSpan(b * 3, 3));
            for (int i = 0; i < mean.Length; i++)
                mean[i] += (double)single.Gradients[i] / BatchSize;
        }

        ElementConversion.AssertClose(mean, batch.Gradients.ToDoubles(), (1e-4, 1e-5), $"{inputs} to {outputs}");
    }

    /// <summary>The fused update reads what it writes, so a weight whose row is covered twice must not be updated twice.</summary>
    [Fact]
    public void PlainSgdStep_OfAnyShape_EqualsGradientsThenUpdateBitForBit()
    {
        const int BatchSize = 7;
        for (int n = 0; n < Shapes.Length; n++)
        {
            (INetworkProbe<float> fused, INetworkProbe<float> apart) = (Networks.Value.Float(n), Networks.Value.Float(n));
            float[] x = GradientCheck.Values(BatchSize * Shapes[n].Inputs, 5, 2).To<float>(), t = GradientCheck.Values(BatchSize * Shapes[n].Outputs, 7, 1).To<float>();
            foreach (INetworkProbe<float> network in new[] { fused, apart })
                GradientCheck.Values(network.Parameters.Length, 6, 0.5).To<float>().CopyTo(network.Parameters);
            fused.CreateTrainer(BatchSize, new Sgd(0.07f)).Step(x, [], t);
            ITrainerProbe<float> gradients = apart.CreateTrainer(BatchSize);
            gradients.ComputeGradients(x, [], t);
            new Sgd(0.07f).Step(apart.Parameters, gradients.Gradients);
            SameBits.AssertEqual(apart.Parameters, fused.Parameters, $"{Shapes[n].Inputs} to {Shapes[n].Outputs}: the fused update");
        }
    }

    private static NetworkAssembly Compile(IEnumerable<(int Inputs, int Outputs)> shapes) => NetworkAssembly.Compile(
        [.. shapes.Select(s => $"[Network({s.Inputs}, InputGradient = true), Dense({s.Outputs}), MeanSquaredError]")], Emitted.Float);

    /// <summary>1…40 by a stride that is prime to it, so that rows and columns take all remainders; primes; powers of two ± 1; wide; narrow; large.</summary>
    private static IEnumerable<(int, int)> Sample()
    {
        for (int i = 0; i < 20; i++)
            yield return (1 + (i * 7 % 40), 1 + (i * 11 % 40));
        yield return (1, 1);
        yield return (1, 40);
        yield return (40, 1);
        foreach ((int inputs, int outputs) in new[] { (47, 13), (13, 47), (63, 5), (64, 4), (65, 6), (127, 3), (129, 2), (5, 65), (31, 33) })
            yield return (inputs, outputs);
        foreach (int outputs in new[] { 1, 2, 10, 20, 64, 100, 200 })
            yield return (784, outputs);
        // Few inputs, which a batch broadcasts and a single sample does not; a weight that is cut to fit the cache.
        for (int inputs = 1; inputs <= 17; inputs++)
            yield return (inputs, 7 + (inputs * 13 % 61));
        yield return (1030, 300);
        // Inputs whose weights a batch lays side by side.
        foreach ((int inputs, int outputs) in new[] { (17, 16), (20, 40), (32, 31), (47, 61), (48, 16), (65, 33), (84, 17), (127, 19) })
            yield return (inputs, outputs);
    }
}

/// <summary>Equality of bits, which tolerances cannot replace: results must not depend on a sample's neighbours.</summary>
internal static class SameBits
{
    public static void AssertWhereverInTheBatch(INetworkProbe<float> network, string what)
    {
        const int BatchSize = 29; // four tiles of 6, one of 4, and a single
        int inputs = network.InputSize, outputs = network.OutputSize;
        float[] x = GradientCheck.Values(BatchSize * inputs, 5, 2).To<float>();
        GradientCheck.Values(network.Parameters.Length, 6, 0.5).To<float>().CopyTo(network.Parameters);
        float[] whole = new float[BatchSize * outputs], alone = new float[outputs];
        network.Forward(x, whole, BatchSize);
        for (int b = 0; b < BatchSize; b++)
        {
            network.Forward(x.AsSpan(b * inputs, inputs), alone);
            AssertEqual(alone, whole.AsSpan(b * outputs, outputs), $"{what}: sample {b} of a batch");
        }

        for (int batchSize = 1; batchSize < BatchSize; batchSize++)
        {
            float[] last = new float[batchSize * outputs];
            network.Forward(x.AsSpan((BatchSize - batchSize) * inputs), last, batchSize);
            AssertEqual(whole.AsSpan((BatchSize - batchSize) * outputs), last, $"{what}: the last {batchSize} samples");
        }
    }

    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)), what + " has other bits.");
}
