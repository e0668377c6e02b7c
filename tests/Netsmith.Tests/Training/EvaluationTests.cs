using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Evaluate_Classes_CountsTheLargestOutput()
    {
        // Predictions 2, 0, 0 (a tie goes to the lowest class), 1.
        Dataset data = Dataset.Classification([1, 2, 3, 3, 2, 1, 5, 5, 1, 0, 9, 1], [2, 0, 1, 1]);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Classes, 3, 3), data);

        Assert.Equal((3, 4, 0.75), (evaluation.Correct, evaluation.Count, evaluation.Accuracy));
        Assert.Equal(2.25, evaluation.Loss);
        ConfusionMatrix confusion = Assert.IsType<ConfusionMatrix>(evaluation.ConfusionMatrix);
        Assert.Equal((1, 1, 1, 1, 0), (confusion[0, 0], confusion[1, 0], confusion[1, 1], confusion[2, 2], confusion[0, 1]));
        Assert.Equal("loss 2.25, accuracy 75.00% (3 right), 4 samples", evaluation.ToString());
    }

    [Fact]
    public void Evaluate_ManySamples_WeightsChunksBySize()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        Evaluation evaluation = TrainingLoop.Evaluate(network, TrainingLoopTests.Numbered(600));

        Assert.Equal([256, 256, 88], network.EvaluatedBatches);
        Assert.Equal(299.5, evaluation.Loss, 1e-9);
        Assert.Equal(600, evaluation.Correct);
    }

    [Fact]
    public void Evaluate_Logits_ThresholdIsZeroForEachOutput()
    {
        Dataset data = Dataset.Regression([0.1f, -0.1f, 0f, 3f], [1, 0, 0, 0], targetSize: 2);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Logits, 2, 2), data);

        Assert.Equal((3, 2, 0.75), (evaluation.Correct, evaluation.Count, evaluation.Accuracy));
        Assert.Null(evaluation.ConfusionMatrix);
    }

    [Fact]
    public void Evaluate_Probability_ThresholdIsOneHalf()
    {
        Dataset data = Dataset.Regression([0.4f, 0.6f, 0.5f, 0.9f], [0, 1, 0, 0]);

        Assert.Equal(0.75, TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Probability, 1, 1), data).Accuracy);
    }

    [Fact]
    public void Evaluate_Distribution_ComparesTheLikeliestClasses()
    {
        // Likeliest: 2, 0, 1, 2 of the outputs; 2, 0, 1, 0 of the targets. The last target's class is in second place.
        Dataset data = Dataset.Regression([1f, 2, 3, 3, 2, 1, 0, 9, 1, 2, 1, 4], [0.1f, 0.3f, 0.6f, 1, 0, 0, 0.2f, 0.5f, 0.3f, 0.7f, 0, 0.3f], targetSize: 3);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Distribution, 3, 3), data);

        Assert.Equal((3, 4, 0.75), (evaluation.Correct, evaluation.Count, evaluation.Accuracy));
        ConfusionMatrix confusion = evaluation.ConfusionMatrix!;
        Assert.Equal((1, 1, 1, 1), (confusion[0, 0], confusion[0, 2], confusion[1, 1], confusion[2, 2]));
        Assert.Equal((0.75, 1.0), (evaluation.TopKAccuracy(1), evaluation.TopKAccuracy(2)));
        Assert.Equal((double.NaN, double.NaN), (evaluation.MeanAbsoluteError, evaluation.RSquared));
    }

    [Fact]
    public void Evaluate_Probabilities_ThresholdIsOneHalfForEachOutput()
    {
        Dataset data = Dataset.Regression([0.4f, 0.6f, 0.5f, 0.9f], [0, 1, 0, 0], targetSize: 2);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Probabilities, 2, 2), data);

        Assert.Equal((3, 2, 0.75), (evaluation.Correct, evaluation.Count, evaluation.Accuracy));
        Assert.Null(evaluation.ConfusionMatrix);
        Assert.Equal(double.NaN, evaluation.MeanAbsoluteError);
        ConfusionMatrix single = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Probabilities, 1, 1), Dataset.Classification([0.25f, 0.75f], [0, 0])).ConfusionMatrix!;
        Assert.Equal((1, 1), (single[0, 0], single[0, 1]));
    }

    [Fact]
    public void Evaluate_Values_HasNoAccuracy()
    {
        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Values, 1, 1), Dataset.Regression([0.5f, 1.5f], [1, 2]));

        Assert.Equal(double.NaN, evaluation.Accuracy);
        Assert.Equal(0, evaluation.Correct);
        Assert.Equal("loss 1, 2 samples", evaluation.ToString());
    }

    [Fact]
    public void ConfusionMatrix_Measures()
    {
        var matrix = new ConfusionMatrix(3);
        Assert.Equal(double.NaN, matrix.Accuracy);
        // Class 0: 3 right, 1 taken for 1. Class 1: 2 right, 2 taken for 0. Class 2: never seen, never predicted.
        foreach ((int actual, int predicted) in ((int, int)[])[(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 1), (1, 0), (1, 0)])
            matrix.Add(actual, predicted);

        Assert.Equal((3, 8, 0.625), (matrix.Classes, matrix.Count, matrix.Accuracy));
        Assert.Equal(0.6, matrix.Precision(0), 1e-12);
        Assert.Equal(0.75, matrix.Recall(0), 1e-12);
        Assert.Equal(2 * 0.6 * 0.75 / (0.6 + 0.75), matrix.F1(0), 1e-12);
        Assert.Equal(2.0 / 3, matrix.Precision(1), 1e-12);
        Assert.Equal(0.5, matrix.Recall(1), 1e-12);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (matrix.Precision(2), matrix.Recall(2), matrix.F1(2)));
    }

    [Fact]
    public void ConfusionMatrix_MacroAverages_AreOverTheClassesThatOccur()
    {
        var matrix = new ConfusionMatrix(5);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (matrix.MacroPrecision, matrix.MacroRecall, matrix.MacroF1));
        foreach ((int actual, int predicted) in ((int, int)[])[(0, 0), (0, 1), (0, 0), (1, 1), (1, 1), (2, 0), (2, 3), (2, 3)])
            matrix.Add(actual, predicted);

        // By hand: precision 2/3, 2/3, never predicted, 0; recall 2/3, 1, 0, no label; F1 2/3, 4/5, 0, 0. Class 4 does not occur.
        Assert.Equal((2.0 / 3 + 2.0 / 3) / 4, matrix.MacroPrecision, 1e-12);
        Assert.Equal((2.0 / 3 + 1) / 4, matrix.MacroRecall, 1e-12);
        Assert.Equal((2.0 / 3 + 0.8) / 4, matrix.MacroF1, 1e-12);
    }

    [Fact]
    public void TopKAccuracy_CountsPlaces_TiesByClass()
    {
        // Places of the labels: 1, 3, 2 (a tie, the lower class goes first), 1, 3.
        Dataset data = Dataset.Classification([9f, 5, 1, 9, 5, 1, 4, 7, 7, 7, 4, 4, 3, 2, 1], [0, 2, 2, 0, 2]);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Classes, 3, 3), data);

        Assert.Equal(evaluation.Accuracy, evaluation.TopKAccuracy(1));
        Assert.Equal((0.4, 0.6, 1.0, 1.0), (evaluation.TopKAccuracy(1), evaluation.TopKAccuracy(2), evaluation.TopKAccuracy(3), evaluation.TopKAccuracy(100)));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluation.TopKAccuracy(0));
        Assert.Equal(double.NaN, evaluation.MeanAbsoluteError);
        Assert.Equal(double.NaN, evaluation.RSquared);
    }

    [Fact]
    public void Evaluate_Values_MeasuresErrorAndDetermination()
    {
        // Outputs are the features. Output 0: errors 1, -1, 0 against targets 0, 3, 3; output 1: errors 0, 2, 1 against 4, 2, 0.
        Dataset data = Dataset.Regression([1f, 4, 2, 4, 3, 1], [0, 4, 3, 2, 3, 0], targetSize: 2);

        Evaluation evaluation = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Values, 2, 2), data);

        Assert.Equal(5 / 6.0, evaluation.MeanAbsoluteError, 1e-12);
        // 1 - 2/6 and 1 - 5/8, averaged as scikit-learn's r2_score does.
        Assert.Equal((1 - 2 / 6.0 + (1 - 5 / 8.0)) / 2, evaluation.RSquared, 1e-12);
        Assert.Equal(double.NaN, evaluation.TopKAccuracy(1));
        Assert.Equal(double.NaN, TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Values, 1, 1), Dataset.Regression([0.5f, 1.5f], [2, 2])).RSquared);
    }

    [Fact]
    public void Evaluate_OneYesNoOutput_HasAConfusionMatrixOfTwo()
    {
        Dataset data = Dataset.Classification([-1f, 2f, 3f, -4f, 5f], [0, 1, 0, 1, 1]);

        ConfusionMatrix confusion = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Logits, 1, 1), data).ConfusionMatrix!;

        Assert.Equal((1, 1, 1, 2), (confusion[0, 0], confusion[0, 1], confusion[1, 0], confusion[1, 1]));
        Evaluation probability = TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Probability, 1, 1), Dataset.Classification([0.25f, 0.75f], [0, 0]));
        Assert.Equal((1, 1), (probability.ConfusionMatrix![0, 0], probability.ConfusionMatrix[0, 1]));
        Assert.Equal(0.5, probability.MeanAbsoluteError);
    }

    [Fact]
    public void ConfusionMatrix_ToString_IsATableInEveryCulture()
    {
        var matrix = new ConfusionMatrix(2);
        for (int i = 0; i < 1200; i++)
            matrix.Add(0, i < 1199 ? 0 : 1);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(
                "actual \\ predicted     0     1  recall\n" +
                "                 0  1199     1   99.9%\n" +
                "                 1     0     0       -\n", matrix.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ConfusionMatrix_ClassesOutOfRange_AreRefused()
    {
        var matrix = new ConfusionMatrix(2);

        Assert.Throws<ArgumentOutOfRangeException>(static () => new ConfusionMatrix(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ConfusionMatrix(1_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Recall(2));
        Assert.Equal(0, matrix.Count);
    }
}
