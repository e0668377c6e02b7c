using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

/// <summary>Every mistake in the arguments of Fit and Evaluate is found before the first step, with what to do about it.</summary>
public sealed class TrainingArgumentTests
{
    private static readonly Dataset Labels = TrainingLoopTests.Numbered(10);
    private static readonly Dataset Values = Dataset.Regression([1, 2, 3, 4, 5, 6], [0.5f, 1.5f]);

    [Fact]
    public void Null_IsRefused()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var options = new TrainingOptions { Optimizer = new Sgd(0.1f) };

        Assert.Throws<ArgumentNullException>(() => TrainingLoop.Fit(null!, Labels, options));
        Assert.Throws<ArgumentNullException>(() => TrainingLoop.Fit(network, null!, options));
        Assert.Throws<ArgumentNullException>(() => TrainingLoop.Fit(network, Labels, null!));
        Assert.Throws<ArgumentNullException>(() => TrainingLoop.Evaluate(null!, Labels));
        Assert.Throws<ArgumentNullException>(() => TrainingLoop.Evaluate(network, null!));
        Refuses(network, Labels, new TrainingOptions { Optimizer = null! }, "Expected an optimizer, found null");
    }

    [Fact]
    public void EmptyData_IsRefused() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Labels.Take(0), null, "at least one sample of training data, found none");

    [Fact]
    public void FeatureSize_IsCompared() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 4, 3), Labels, null, "4 features a sample, the input [4] of FakeNetwork, found 3 ([3])");

    [Fact]
    public void Label_AboveTheOutputs_IsNamed() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 1, 3), Dataset.Classification([1f, 2f, 3f], [0, 3, 1]), null,
            "Expected labels from 0 to 2, as the network has 3 outputs, found 3 at sample 1 of the training data. Give the last layer 4 outputs or more");

    [Fact]
    public void Targets_ForAClassLoss_AreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Values, null, "Expected training data with labels");

    [Fact]
    public void Labels_ForAValueLoss_AreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Values, 3, 1), Labels, null, "1 target values a sample, since the network's loss compares values, found labels");

    [Fact]
    public void Labels_ForSeveralYesNoOutputs_AreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Logits, 3, 2), Labels, null, "2 target values a sample");

    [Fact]
    public void Labels_OtherThanZeroAndOne_ForAYesNoOutput_AreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Logits, 1, 1), Dataset.Classification([1f, 2f, 3f], [0, 1, 2]), null, "labels 0 and 1, as the network has one yes/no output, found 2 at sample 2");

    [Fact]
    public void TargetSize_IsCompared() =>
        Refuses(new FakeNetwork(OutputKind.Values, 3, 2), Values, null, "2 target values a sample, one for each output, found 1");

    [Fact]
    public void Targets_OutsideZeroToOne_ForALossOnProbabilities_AreRefused()
    {
        const string expected = "targets from 0 to 1, which [Loss] needs, found 1.5 at sample 1";
        Refuses(new FakeNetwork(OutputKind.Logits, 3, 1), Values, null, expected);
        Refuses(new FakeNetwork(OutputKind.Probabilities, 3, 1), Values, null, expected);
        Refuses(new FakeNetwork(OutputKind.Distribution, 2, 2), Dataset.Regression([1f, 2, 3, 4], [0, 1, 1.5f, 0], targetSize: 2), null, expected);
    }

    [Fact]
    public void Labels_ForAProbabilityOfEachClass_AreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Distribution, 3, 3), Labels, null,
            "3 target values a sample, since the network's loss takes a probability for each class, found labels. Use Dataset.ToOneHot");

    [Fact]
    public void Validation_IsCheckedLikeTrainingData() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Labels, new TrainingOptions { Optimizer = new Sgd(0.1f), Validation = Values }, "Expected validation data with labels");

    [Fact]
    public void ValidationAndFraction_TogetherAreRefused() =>
        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Labels, new TrainingOptions { Optimizer = new Sgd(0.1f), Validation = Labels, ValidationFraction = 0.1 }, "found both");

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.99)]
    [InlineData(1e-300)]
    public void ValidationFraction_ThatLeavesASideEmpty_IsRefused(double fraction) =>
        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Labels, new TrainingOptions { Optimizer = new Sgd(0.1f), ValidationFraction = fraction }, "at least one sample on either side");

    [Fact]
    public void Options_OutOfRange_AreRefusedAsTheyAreSet()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(0.1f), Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(0.1f), BatchSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(0.1f), ValidationFraction = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(0.1f), ValidationFraction = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(0.1f), ProgressInterval = TimeSpan.FromSeconds(-1) });
    }

    [Fact]
    public void Optimizer_OfAnotherNetwork_IsRefused()
    {
        var adam = new Adam();
        adam.Step(new float[7], new float[7]);

        Refuses(new FakeNetwork(OutputKind.Classes, 3, 3), Labels, new TrainingOptions { Optimizer = adam }, "state of 7 parameters, found 6");
    }

    [Fact]
    public void Optimizer_WithContradictingOptions_IsRefused()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        Assert.Throws<InvalidOperationException>(() => TrainingLoop.Fit(network, Labels, new TrainingOptions { Optimizer = new Sgd(0.1f) { Nesterov = true } }));

        Assert.Empty(network.BatchSizes);
    }

    [Fact]
    public void Evaluate_ChecksItsData() => Assert.Contains("Expected data with labels",
        Assert.Throws<ArgumentException>(static () => TrainingLoop.Evaluate(new FakeNetwork(OutputKind.Classes, 3, 3), Values)).Message, StringComparison.Ordinal);

    [Fact]
    public void Messages_AreTheSameInEveryCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["de-DE", "fi-FI", "tr-TR"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Targets_OutsideZeroToOne_ForALossOnProbabilities_AreRefused();
                Assert.Contains("found -1.5", Assert.Throws<ArgumentOutOfRangeException>(static () => new Sgd(-1.5f)).Message, StringComparison.Ordinal);
                Assert.Contains("learning rate 0.5", new TrainingDivergedException(1, 2, double.NaN, 0.5f).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Refuses(FakeNetwork network, Dataset data, TrainingOptions? options, string message)
    {
        var e = Assert.Throws<ArgumentException>(() => TrainingLoop.Fit(network, data, options ?? new TrainingOptions { Optimizer = new Sgd(0.1f) }));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(network.BatchSizes);
    }
}
