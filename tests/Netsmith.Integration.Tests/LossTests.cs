namespace Netsmith.Integration.Tests;

/// <summary>
/// Losses that say the same in other words learn the same: log-probabilities and probabilities beside logits, certain targets beside
/// labels. Their formulas are compared with PyTorch's elsewhere; here it is what data they take and what a trained network gives.
/// </summary>
public sealed class LossTests
{
    private const float Tolerance = 1e-4f;

    [Fact]
    public void Classes_ByLabelsOrCertainTargets_AreLearnedAlike()
    {
        Dataset labels = TestData.Classes(300, 12, 4, seed: 1), targets = labels.ToOneHot();
        (Logits logits, LogProbabilities logProbabilities, Soft soft, Divergence divergence) = (new(3), new(3), new(3), new(3));
        TrainingHistory expected = logits.Fit(labels, Options(labels)), found = soft.Fit(targets, Options(targets));
        logProbabilities.Fit(labels, Options(labels));
        divergence.Fit(targets, Options(targets));

        Evaluation evaluation = logits.Evaluate(labels);
        Assert.InRange(evaluation.Accuracy, 0.9, 1);
        Assert.Equal(expected.Epochs[^1].Accuracy, found.Epochs[^1].Accuracy);
        Assert.Equal(expected.Epochs[^1].ValidationLoss!.Value, found.Epochs[^1].ValidationLoss!.Value, Tolerance);
        foreach (Evaluation other in new[] { logProbabilities.Evaluate(labels), soft.Evaluate(targets), divergence.Evaluate(targets) })
        {
            Assert.Equal(evaluation.Loss, other.Loss, Tolerance);
            Assert.Equal((evaluation.Correct, evaluation.TopKAccuracy(2)), (other.Correct, other.TopKAccuracy(2)));
            Assert.Equal(evaluation.ConfusionMatrix!.ToString(), other.ConfusionMatrix!.ToString());
        }

        float[] probabilities = new float[4], others = new float[4];
        for (int i = 0; i < 20; i++)
        {
            ReadOnlySpan<float> sample = labels.Sample(i);
            Prediction prediction = logits.Predict(sample, probabilities);
            Check(logProbabilities.Predict(sample, others), logProbabilities.Predict(sample), logProbabilities.Classify(sample));
            Check(soft.Predict(sample, others), soft.Predict(sample), soft.Classify(sample));
            Check(divergence.Predict(sample, others), divergence.Predict(sample), divergence.Classify(sample));

            void Check(Prediction whole, Prediction brief, int chosen)
            {
                Assert.Equal((whole, prediction.Class, prediction.Class), (brief, whole.Class, chosen));
                Assert.Equal(prediction.Confidence, whole.Confidence, Tolerance);
                for (int c = 0; c < 4; c++)
                    Assert.Equal(probabilities[c], others[c], Tolerance);
            }
        }
    }

    [Fact]
    public void Answers_ByLogitsOrProbabilities_AreLearnedAlike()
    {
        Dataset data = TestData.Classes(300, 12, 3, seed: 1).ToOneHot();
        (YesNoLogits logits, YesNoProbabilities probabilities) = (new(3), new(3));
        logits.Fit(data, Options(data));
        probabilities.Fit(data, Options(data));

        Evaluation expected = logits.Evaluate(data), found = probabilities.Evaluate(data);
        Assert.InRange(expected.Accuracy, 0.9, 1);
        Assert.Equal((expected.Correct, expected.Accuracy), (found.Correct, found.Accuracy));
        Assert.Equal(expected.Loss, found.Loss, Tolerance);
        float[] one = new float[3], other = new float[3];
        logits.Predict(data.Sample(0), one);
        probabilities.Predict(data.Sample(0), other);
        for (int o = 0; o < 3; o++)
            Assert.Equal(one[o], other[o], Tolerance);
    }

    [Fact]
    public void OneAnswer_TakesLabelsZeroAndOne_AndPredictsAProbability()
    {
        Dataset data = TestData.Classes(100, 12, 2, seed: 1);
        var network = new OneProbability(3);
        network.Fit(data, Options(data));

        Evaluation evaluation = network.Evaluate(data);
        Assert.InRange(evaluation.Accuracy, 0.9, 1);
        Assert.Equal(100, evaluation.ConfusionMatrix!.Count);
        float probability = network.Predict(data.Sample(1));
        Assert.InRange(probability, 0, 1);
        Assert.Equal(data.Labels[1] == 1, probability > 0.5f);
    }

    [Fact]
    public void SoftTargets_AreWhatTheNetworkAnswers()
    {
        // The same sample, six votes of ten for class 0, three for 1, one for 3.
        Dataset data = Dataset.Regression(new float[12], [0.6f, 0.3f, 0, 0.1f], targetSize: 4);
        var network = new Soft(3);
        network.Fit(data, new TrainingOptions { Epochs = 2_000, BatchSize = 1, Optimizer = new Sgd(0.5f) });

        float[] probabilities = new float[4];
        Assert.Equal(0, network.Predict(data.Sample(0), probabilities).Class);
        Assert.Equal(0.6f, probabilities[0], 0.01f);
        Assert.Equal(0.3f, probabilities[1], 0.01f);
        Assert.Equal(0.1f, probabilities[3], 0.01f);
    }

    [Fact]
    public void TargetsOutsideZeroToOne_AreRefused()
    {
        Dataset data = Dataset.Regression(new float[24], [0, 1, 0, 0, 0.5f, 0, -0.5f, 1], targetSize: 4);
        Assert.Contains("Expected targets from 0 to 1, which [SoftTargetCrossEntropy] needs, found -0.5 at sample 1",
            Assert.Throws<ArgumentException>(() => new Soft(1).Fit(data, Options(data))).Message, StringComparison.Ordinal);
        Assert.Contains("which [KullbackLeiblerDivergence] needs", Assert.Throws<ArgumentException>(() => new Divergence(1).Evaluate(data)).Message, StringComparison.Ordinal);
        Dataset single = Dataset.Regression(new float[12], [2]);
        Assert.Contains("which [BinaryCrossEntropy] needs, found 2", Assert.Throws<ArgumentException>(() => new OneProbability(1).Evaluate(single)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_IsNotHiddenByTheLimitOfALogarithm()
    {
        var network = new OneProbability(3);
        network.Parameters[0] = float.NaN;
        Dataset data = TestData.Classes(100, 12, 2, seed: 1);
        Assert.Throws<TrainingDivergedException>(() => network.Fit(data, Options(data)));
        Assert.True(double.IsNaN(network.Evaluate(data).Loss));
    }

    private static TrainingOptions Options(Dataset validation) =>
        new() { Epochs = 6, BatchSize = 16, Optimizer = new Sgd(0.1f), Validation = validation, Seed = 2 };
}

[Network(12), Dense(20), Tanh, Dense(4), SoftmaxCrossEntropy]
internal sealed partial class Logits;

[Network(12), Dense(20), Tanh, Dense(4), LogSoftmax, NegativeLogLikelihood]
internal sealed partial class LogProbabilities;

[Network(12), Dense(20), Tanh, Dense(4), SoftTargetCrossEntropy]
internal sealed partial class Soft;

[Network(12), Dense(20), Tanh, Dense(4), LogSoftmax, KullbackLeiblerDivergence]
internal sealed partial class Divergence;

[Network(12), Dense(20), Tanh, Dense(3), SigmoidCrossEntropy]
internal sealed partial class YesNoLogits;

[Network(12), Dense(20), Tanh, Dense(3), Sigmoid, BinaryCrossEntropy]
internal sealed partial class YesNoProbabilities;

[Network(12), Dense(20), Tanh, Dense(1), Sigmoid, BinaryCrossEntropy]
internal sealed partial class OneProbability;
