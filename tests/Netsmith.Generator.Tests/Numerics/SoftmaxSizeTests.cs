using Netsmith.CompilerServices;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>Softmax cross-entropy of every number of classes that takes different code: few, one to four registers, more, and all rests.</summary>
public sealed class SoftmaxSizeTests
{
    [Fact]
    public void SoftmaxCrossEntropy_OfAnyNumberOfClasses_AgreesWithItsFormula() => SoftmaxSizeCheck.Assert();
}

/// <summary>Also run by <see cref="WidthProgram"/>.</summary>
internal static class SoftmaxSizeCheck
{
    private const int Inputs = 48, BatchSize = 5;

    private static readonly int[] Classes = [2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 23, 31, 32, 33, 34, 50, 63, 64, 65, 66, 67, 129];

    public static void Assert()
    {
        NetworkAssembly networks = NetworkAssembly.Compile(
            [.. Classes.SelectMany(n => new[] { $"[Network({Inputs}), Dense({n}), SoftmaxCrossEntropy]", $"[Network({Inputs}), Dense({n}), SoftmaxCrossEntropy(LabelSmoothing = 0.2)]" })],
            Emitted.Float);
        for (int i = 0; i < networks.Count; i++)
        {
            Check(networks.Float(i), Classes[i / 2], i % 2 == 0 ? 0 : 0.2);
            CheckLikeliestClass(networks.Float(i), Classes[i / 2]);
        }
    }

    private static void Check(INetworkProbe<float> network, int classes, double smoothing)
    {
        GradientCheck.Values(network.Parameters.Length, 7, 1).To<float>().CopyTo(network.Parameters);
        float[] x = GradientCheck.Values(BatchSize * Inputs, 8, 3).To<float>();
        int[] labels = [.. Enumerable.Range(0, BatchSize).Select(b => b * (classes - 1) / (BatchSize - 1))];
        ITrainerProbe<float> trainer = network.CreateTrainer(BatchSize);
        double loss = trainer.ComputeGradients(x, labels, []);

        double expectedLoss = 0;
        double[] expectedBias = new double[classes];
        float[] probabilities = new float[classes];
        for (int b = 0; b < BatchSize; b++)
        {
            double[] z = [.. trainer.Outputs.Slice(b * classes, classes).ToArray().Select(o => (double)o)];
            double max = z.Max(), sum = z.Sum(v => Math.Exp(v - max));
            ((dynamic)network.Network).Predict(x[(b * Inputs)..((b + 1) * Inputs)], probabilities);
            for (int c = 0; c < classes; c++)
            {
                double p = Math.Exp(z[c] - max) / sum, target = ((c == labels[b] ? 1 : 0) * (1 - smoothing)) + (smoothing / classes);
                Xunit.Assert.Equal(p, probabilities[c], 1e-6);
                expectedLoss -= target * (z[c] - max - Math.Log(sum)) / BatchSize;
                expectedBias[c] += (p - target) / BatchSize;
            }
        }
        string what = $"{classes} classes, smoothing {smoothing}";
        Xunit.Assert.True(Math.Abs(loss - expectedLoss) < 2e-6 * (1 + expectedLoss), $"{what}: loss {loss}, expected {expectedLoss}");
        float evaluated = ((ITrainableNetwork)network.Network).Loss(trainer.Outputs, labels, [], BatchSize);
        Xunit.Assert.True(Math.Abs(evaluated - expectedLoss) < 2e-6 * (1 + expectedLoss), $"{what}: loss of an evaluation {evaluated}, expected {expectedLoss}");
        ElementConversion.AssertClose(expectedBias, trainer.Gradients[^classes..].ToDoubles(), (1e-5, 1e-6), $"{what}: bias gradient");
    }

    /// <summary>Every class wins once, alone and together with the last; NaN is answered by class 0 and NaN.</summary>
    private static void CheckLikeliestClass(INetworkProbe<float> network, int classes)
    {
        dynamic predictor = network.Network;
        float[] x = new float[Inputs], probabilities = new float[classes];
        network.Parameters.Clear();
        for (int c = 0; c < classes; c++)
        {
            foreach (int rival in new[] { c, classes - 1 })
            {
                Span<float> bias = network.Parameters[^classes..];
                bias.Clear();
                bias[c] = bias[rival] = 2;
                Prediction answer = predictor.Predict(x, probabilities);
                Xunit.Assert.Equal((c, probabilities[c]), (answer.Class, answer.Confidence));
                Xunit.Assert.Equal(probabilities.Max(), answer.Confidence);
            }
        }
        network.Parameters[^1] = float.NaN;
        Prediction none = predictor.Predict(x, probabilities);
        Xunit.Assert.Equal((0, float.NaN), (none.Class, none.Confidence));
    }
}
