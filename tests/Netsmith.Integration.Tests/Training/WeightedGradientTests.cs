using Netsmith.CompilerServices;

namespace Netsmith.Integration.Tests.Training;

/// <summary>
/// Σ wᵢℓᵢ / Σ wᵢ against the same trainer without weights: a sample of weight 3 counts as three equal samples, one of weight 0 as none.
/// </summary>
public sealed class WeightedGradientTests
{
    public static TheoryData<string, int> Cases { get; } = new()
    {
        { nameof(TinyClassifier), 1 }, { nameof(TinyClassifier), 21 }, { nameof(TinyRegressor), 21 }, { nameof(Classifier), 1 },
        { nameof(Classifier), 16 }, { nameof(Classifier), 37 }, { nameof(Regressor), 37 }, { nameof(YesNo), 35 },
        { nameof(TinySoft), 21 }, { nameof(SoftClassifier), 37 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void WholeNumbers_CountLikeRepetitions(string name, int batch)
    {
        ITrainableNetwork network = Create(name);
        float[] weights = [.. Enumerable.Range(0, batch).Select(static i => (i * 7 + 1) % 4)];
        int[] samples = [.. Enumerable.Range(0, batch)], repeated = [.. samples.SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        ITrainer weighted = network.CreateTrainer(batch, new Sgd(0.1f)), plain = network.CreateTrainer(repeated.Length, new Sgd(0.1f));

        float expectedLoss = Gradients(network, plain, repeated, []);
        float loss = Gradients(network, weighted, samples, weights);

        Assert.Equal(expectedLoss, loss, 2e-6f * Math.Max(1, expectedLoss));
        float largest = plain.Gradients.ToArray().Max(MathF.Abs);
        Assert.True(largest > 1e-4f);
        for (int i = 0; i < network.Summary.ParameterCount; i++)
            Assert.Equal(plain.Gradients[i], weighted.Gradients[i], 1e-5f * largest);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FractionsOfAnyScale_CountByTheirShare(string name, int batch)
    {
        ITrainableNetwork network = Create(name);
        var rng = new Rng(4);
        float[] weights = [.. Enumerable.Range(0, batch).Select(_ => 1e-3f * (0.1f + rng.NextSingle()))];
        int[] samples = [.. Enumerable.Range(0, batch)];
        ITrainer weighted = network.CreateTrainer(batch, new Sgd(0.1f)), single = network.CreateTrainer(1, new Sgd(0.1f));
        double[] expected = new double[network.Summary.ParameterCount];
        double expectedLoss = 0, total = weights.Sum(static w => (double)w);
        foreach (int i in samples)
        {
            expectedLoss += weights[i] / total * Gradients(network, single, [i], []);
            for (int p = 0; p < expected.Length; p++)
                expected[p] += weights[i] / total * single.Gradients[p];
        }

        float loss = Gradients(network, weighted, samples, weights);

        Assert.Equal(expectedLoss, loss, 2e-6 * Math.Max(1, expectedLoss));
        double largest = expected.Max(Math.Abs);
        for (int p = 0; p < expected.Length; p++)
            Assert.Equal(expected[p], weighted.Gradients[p], 1e-5 * largest);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Zeros_TeachNothing_AndOutputsAreThere(string name, int batch)
    {
        ITrainableNetwork network = Create(name);
        ITrainer trainer = network.CreateTrainer(batch, new Sgd(0.1f));
        int[] samples = [.. Enumerable.Range(0, batch)];
        Gradients(network, trainer, samples, []);
        float[] outputs = trainer.Outputs.ToArray();

        Assert.Equal(0, Gradients(network, trainer, samples, new float[batch]));

        Assert.Equal(outputs, trainer.Outputs.ToArray());
        Assert.All(trainer.Gradients.ToArray(), static g => Assert.Equal(0, g));
    }

    [Fact]
    public void Threads_ChangeNoBit()
    {
        ITrainableNetwork network = new WithDropout(3);
        float[] weights = [.. Enumerable.Range(0, 100).Select(static i => 0.25f + i % 5)];
        int[] samples = [.. Enumerable.Range(0, 100)];
        ITrainer one = network.CreateTrainer(100, new Sgd(0.1f)), shared = network.CreateTrainer(100, new Sgd(0.1f));
        using var workers = new WorkerPool(3);
        shared.Workers = workers;

        Assert.Equal(Gradients(network, one, samples, weights), Gradients(network, shared, samples, weights));
        Assert.Equal(one.Gradients.ToArray(), shared.Gradients.ToArray());
    }

    [Fact]
    public void ClassWeights_AreTheLossOfPyTorch()
    {
        // Logits = inputs: the last layer is the identity. log-softmax by hand; weights 1, 2, 4 of the labels.
        var network = new Identity();
        network.Parameters.Clear();
        for (int i = 0; i < 3; i++)
            network.GetParameter("0.weight")[4 * i] = 1;
        float[] inputs = [1, 2, 3, 0, 0, 5, 2, 0, 1];
        int[] labels = [2, 0, 1];
        float[] weights = [4, 1, 2];
        ITrainer trainer = ((ITrainableNetwork)network).CreateTrainer(3, new Sgd(0.1f));

        float loss = trainer.ComputeGradients(inputs, labels, [], weights, 3);

        double first = -Math.Log(Math.Exp(3) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(3)));
        double second = -Math.Log(1 / (1 + 1 + Math.Exp(5)));
        double third = -Math.Log(1 / (Math.Exp(2) + 1 + Math.Exp(1)));
        Assert.Equal((4 * first + second + 2 * third) / 7, loss, 1e-6);
        // The bias of class 1 gets Σ wᵢ (p₁ − [label is 1]) / Σ wᵢ.
        double p1 = Math.Exp(2) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(3)), p2 = 1 / (2 + Math.Exp(5)), p3 = 1 / (Math.Exp(2) + 1 + Math.Exp(1));
        Assert.Equal((4 * p1 + p2 + 2 * (p3 - 1)) / 7, trainer.Gradients[9 + 1], 1e-6);
    }

    internal static ITrainableNetwork Create(string name) => name switch
    {
        nameof(TinyClassifier) => new TinyClassifier(1),
        nameof(TinyRegressor) => new TinyRegressor(1),
        nameof(Classifier) => new Classifier(1),
        nameof(Regressor) => new Regressor(1),
        nameof(YesNo) => new YesNo(1),
        nameof(TinySoft) => new TinySoft(1),
        nameof(SoftClassifier) => new SoftClassifier(1),
        _ => throw new ArgumentException(name),
    };

    /// <summary>Sample i is the same in every batch: features and target depend on its number alone.</summary>
    private static float Gradients(ITrainableNetwork network, ITrainer trainer, int[] samples, float[] weights)
    {
        int inputs = network.Summary.InputSize, outputs = network.Summary.OutputSize;
        bool classes = network.OutputKind == OutputKind.Classes;
        List<float> features = [], targets = [];
        List<int> labels = [];
        foreach (int sample in samples)
        {
            var rng = new Rng((ulong)sample + 100);
            for (int i = 0; i < inputs; i++)
                features.Add(rng.NextNormal());
            if (classes)
                labels.Add(rng.Next(outputs));
            for (int o = 0; o < outputs && !classes; o++)
                targets.Add(rng.NextSingle());
        }
        return trainer.ComputeGradients(features.ToArray(), labels.ToArray(), targets.ToArray(), weights, samples.Length);
    }
}

[Network(3), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class Identity;
