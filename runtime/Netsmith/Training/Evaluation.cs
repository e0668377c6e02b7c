using System.Globalization;

namespace Netsmith;

/// <summary>How well a network does on a data set.</summary>
public sealed class Evaluation
{
    /// <summary>Creates the result.</summary>
    /// <param name="loss">The mean loss over all samples.</param>
    /// <param name="accuracy">The share of right answers; not a number where the network predicts values.</param>
    /// <param name="correct">How many answers are right.</param>
    /// <param name="count">How many samples were evaluated.</param>
    /// <param name="confusionMatrix">Which classes were taken for which; null where the network does not choose a class.</param>
    public Evaluation(double loss, double accuracy, int correct, int count, ConfusionMatrix? confusionMatrix)
    {
        Loss = loss;
        Accuracy = accuracy;
        Correct = correct;
        Count = count;
        ConfusionMatrix = confusionMatrix;
    }

    /// <summary>The mean loss over all samples.</summary>
    public double Loss { get; }

    /// <summary>
    /// The share of right answers, 0 to 1: samples where the network chooses a class, single outputs where each output is a yes/no
    /// question. Not a number where the network predicts values.
    /// </summary>
    public double Accuracy { get; }

    /// <summary>How many answers are right: the numerator of <see cref="Accuracy"/>. 0 where the network predicts values.</summary>
    public int Correct { get; }

    /// <summary>How many samples were evaluated.</summary>
    public int Count { get; }

    /// <summary>Which classes were taken for which; null where the network does not choose a class, or chooses among more than 1,000.</summary>
    public ConfusionMatrix? ConfusionMatrix { get; }

    /// <summary>One line, the same in every culture: <c>loss 0.0823412, accuracy 97.50% (9750 right), 10000 samples</c>.</summary>
    public override string ToString() => double.IsNaN(Accuracy)
        ? string.Create(CultureInfo.InvariantCulture, $"loss {Loss:G6}, {Count} samples")
        : string.Create(CultureInfo.InvariantCulture, $"loss {Loss:G6}, accuracy {Accuracy * 100:F2}% ({Correct} right), {Count} samples");
}
