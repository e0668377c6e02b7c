using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>Skipping zero inputs must not change a result beyond rounding, whatever happened to the parameters before.</summary>
public sealed class SparseInputTests
{
    private static readonly string[] Cases =
    [
        "[Network(784, SparseInput = true), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(70, SparseInput = true), Dense(33), Gelu, Dense(3), MeanSquaredError]",
        "[Network(40, SparseInput = true), Dense(17, Bias = false), Tanh, Dense(2), SoftmaxCrossEntropy]",
    ];

    private static readonly Lazy<NetworkAssembly> Networks = new(() => NetworkAssembly.Compile(Cases, Emitted.Float));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Forward_OfOneSample_AgreesWithTheBatchAfterEveryChangeOfTheParameters(int index)
    {
        INetworkProbe<float> network = Networks.Value.Float(index);
        AssertAgree("fresh");
        GradientCheck.Values(network.Parameters.Length, 3, 0.2).To<float>().CopyTo(network.Parameters);
        AssertAgree("written through Parameters");
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.1f), new Sgd(0.1f) { Momentum = 0.9 }, new Adam(0.01f) })
        {
            ITrainerProbe<float> trainer = network.CreateTrainer(6, optimizer);
            for (int i = 0; i < 3; i++)
            {
                trainer.Step(Inputs(6, (uint)i), [0, 1, 0, 1, 0, 1], new float[6 * network.OutputSize]);
                AssertAgree($"step {i} of {optimizer.GetType().Name}");
            }
        }

        network.Parameters[5] += 1;
        AssertAgree("written through Parameters again");

        void AssertAgree(string after)
        {
            foreach (uint seed in new uint[] { 1, 2, 3 })
            {
                float[] x = Inputs(1, seed), alone = new float[network.OutputSize], batch = new float[network.OutputSize];
                if (seed == 3)
                    x.AsSpan().Clear();
                network.Forward(x, alone);
                network.Forward(x, batch, 1);
                ElementConversion.AssertClose(batch.AsSpan().ToDoubles(), alone.AsSpan().ToDoubles(), (1e-5, 1e-5), $"{Cases[index]}, {after}");
            }
        }

        float[] Inputs(int count, uint seed) =>
            [.. GradientCheck.Values(count * network.InputSize, seed, 1).Select(v => Math.Abs(v) < 0.7 ? 0f : (float)v)];
    }
}
