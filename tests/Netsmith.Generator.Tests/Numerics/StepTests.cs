using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>A training step against the pieces it is fused from, bit for bit.</summary>
public sealed class StepTests
{
    private static readonly string[] Cases =
    [
        "[Network(19, InputGradient = true), Dense(33), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(7), Dense(5), Gelu, Dropout(0.3), Dense(21), Tanh, Mish, Dense(3), MeanSquaredError]",
        "[Network(6), Dense(7), Tanh, Dense(3), SoftmaxCrossEntropy]",
        "[Network(40), Dense(8), Elu, Softmax, Dense(1), SigmoidCrossEntropy]",
        "[Network(5), Dense(6, Bias = false), LeakyRelu(0.2), Silu, Softplus, Softsign, Selu, HardSigmoid, HardTanh, Sigmoid, Dense(2), LogSoftmax, Huber]",
        "[Network(1), Dense(7), Tanh, Dense(2), Sigmoid, Dense(9), Gelu, Dense(3), MeanSquaredError]",
    ];

    private static readonly Lazy<NetworkAssembly> Networks = new(() => NetworkAssembly.Compile(Cases, Emitted.Float));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void PlainSgdStep_OfAnyBatch_EqualsGradientsThenUpdateBitForBit(int index)
    {
        foreach (int batchSize in new[] { 1, 2, 3, 6, 7, 16, 64 })
        {
            var fusedOptimizer = new Sgd(0.07f);
            var optimizer = new Sgd(0.07f);
            (INetworkProbe<float> fused, INetworkProbe<float> apart) = (Networks.Value.Float(index), Networks.Value.Float(index));
            ITrainerProbe<float> step = fused.CreateTrainer(batchSize, fusedOptimizer), gradients = apart.CreateTrainer(batchSize);
            for (int i = 0; i < 5; i++)
            {
                (float[] x, int[] labels, float[] targets) = Batch(fused, batchSize, (uint)i);
                float loss = step.Step(x, labels, targets);
                Assert.Equal(gradients.ComputeGradients(x, labels, targets), loss);
                optimizer.Step(apart.Parameters, gradients.Gradients);
                SameBits.AssertEqual(apart.Parameters, fused.Parameters, $"{Cases[index]}, batch {batchSize}, step {i}: the fused update");
            }
        }
    }

    /// <summary>A large batch may be added up in parts, each of which the fused update rounds into the parameter.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void PlainSgdStep_OfALargeBatch_EqualsGradientsThenUpdateToRounding(int index)
    {
        foreach (int batchSize in new[] { 65, 130, 200 })
        {
            (INetworkProbe<float> fused, INetworkProbe<float> apart) = (Networks.Value.Float(index), Networks.Value.Float(index));
            ITrainerProbe<float> step = fused.CreateTrainer(batchSize, new Sgd(0.07f)), gradients = apart.CreateTrainer(batchSize);
            (float[] x, int[] labels, float[] targets) = Batch(fused, batchSize, 3);
            Assert.Equal(gradients.ComputeGradients(x, labels, targets), step.Step(x, labels, targets));
            new Sgd(0.07f).Step(apart.Parameters, gradients.Gradients);
            ElementConversion.AssertClose(apart.Parameters.ToDoubles(), fused.Parameters.ToDoubles(), (1e-6, 1e-7), $"{Cases[index]}, batch {batchSize}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Step_Repeated_GivesTheSameBits(int index)
    {
        float[] Train(Optimizer optimizer)
        {
            INetworkProbe<float> network = Networks.Value.Float(index);
            ITrainerProbe<float> trainer = network.CreateTrainer(13, optimizer);
            for (int i = 0; i < 8; i++)
            {
                (float[] x, int[] labels, float[] targets) = Batch(network, 13 - i, (uint)i);
                trainer.Step(x, labels, targets);
            }

            return network.Parameters.ToArray();
        }

        SameBits.AssertEqual(Train(new Sgd(0.1f)), Train(new Sgd(0.1f)), "plain SGD");
        SameBits.AssertEqual(Train(new Sgd(0.1f) { Momentum = 0.9 }), Train(new Sgd(0.1f) { Momentum = 0.9 }), "SGD with momentum");
        SameBits.AssertEqual(Train(new Adam(0.01f)), Train(new Adam(0.01f)), "Adam");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Forward_OfASample_HasTheSameBitsAnywhereInABatchAndAlone(int index) =>
        SameBits.AssertWhereverInTheBatch(Networks.Value.Float(index), Cases[index]);

    private static (float[] Inputs, int[] Labels, float[] Targets) Batch(INetworkProbe<float> network, int batchSize, uint seed) => (
        GradientCheck.Values(batchSize * network.InputSize, seed + 100, 1).To<float>(),
        [.. Enumerable.Range(0, batchSize).Select(b => (b + (int)seed) % network.OutputSize)],
        Array.ConvertAll(GradientCheck.Values(batchSize * network.OutputSize, seed + 200, 0.5).To<float>(), v => v + 0.5f));
}
