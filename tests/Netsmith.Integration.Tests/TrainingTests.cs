using System.Runtime.InteropServices;
using Netsmith.TestSupport;

namespace Netsmith.Integration.Tests;

/// <summary>Networks learn, and learn the same again.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void Xor_IsLearnedInTwoThousandSteps()
    {
        var network = new Tiny(seed: 4);
        Tiny.Trainer trainer = network.CreateTrainer(4, new Sgd(0.5f));
        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1], targets = [0, 1, 1, 0];
        float loss = 1;
        for (int i = 0; i < 2_000; i++)
            loss = trainer.Step(inputs, targets);
        Assert.True(loss < 0.05f, $"The loss is still {loss}.");
        for (int i = 0; i < 4; i++)
            Assert.Equal(targets[i] == 1, network.Predict(inputs.AsSpan(2 * i, 2)) > 0.5f);
    }

    [Fact]
    public void SyntheticDigits_AreLearnedInSixEpochs()
    {
        (Dataset train, Dataset test) = SyntheticDigits.Generate(3_000, seed: 1).Split(0.8, seed: 2);
        var network = new Wide(seed: 1);
        TrainingHistory history = network.Fit(train, new TrainingOptions { Epochs = 6, BatchSize = 32, Optimizer = new Adam(0.002f), Validation = test, Seed = 3 });
        Evaluation evaluation = network.Evaluate(test);
        Assert.True(evaluation.Accuracy > 0.85, $"{evaluation}");
        Assert.Equal(history.Epochs[^1].ValidationAccuracy!.Value, evaluation.Accuracy);
    }

    [Fact]
    public void Fit_WithTheSameSeeds_GivesTheSameBits()
    {
        AssertSame(Train(1), Train(1));
        Assert.False(Train(1).SequenceEqual(Train(2)));

        static float[] Train(ulong seed)
        {
            var network = new Narrow(seed);
            network.Fit(TestData.Classes(333, 784, 10, 7), new TrainingOptions { Epochs = 3, BatchSize = 32, Optimizer = new Sgd(0.05f) { Momentum = 0.9 }, Seed = seed });
            return network.Parameters.ToArray();
        }
    }

    [Theory]
    [InlineData("network.safetensors")]
    [InlineData("network.json")]
    public void Network_SavedAndLoaded_IsTheSame(string file)
    {
        using var folder = new TemporaryFolder();
        var network = new Narrow(seed: 11);
        network.Save(folder.File(file));
        var loaded = Narrow.Load(folder.File(file));
        AssertSame(network.Parameters, loaded.Parameters);

        var sparse = new Sparse(seed: 1);
        sparse.Save(folder.File(file));
        var other = new Sparse(seed: 2);
        float[] image = TestData.Values(784, 5), before = new float[10], after = new float[10];
        sparse.Forward(image, before);
        other.Forward(image, after);
        other.LoadParameters(folder.File(file));
        other.Forward(image, after);
        AssertSame(before, after);
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)), "The bits differ.");
}
