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

    /// <summary>
    /// Which classes were taken for which; for one yes/no output, no is class 0 and yes class 1. Null where the network has several
    /// such outputs, predicts values, or chooses among more than 1,000 classes.
    /// </summary>
    public ConfusionMatrix? ConfusionMatrix { get; }

    /// <summary>The mean distance of outputs and targets; not a number where the outputs are no values.</summary>
    public double MeanAbsoluteError { get; init; } = double.NaN;

    /// <summary>
    /// The coefficient of determination R² = 1 − Σ(t − y)²/Σ(t − t̄)², averaged over the outputs; 1 is perfect, 0 no better than the
    /// mean of the targets. Not a number where the targets of an output are all equal, or the outputs are no values.
    /// </summary>
    public double RSquared { get; init; } = double.NaN;

    /// <summary>How many samples have their class in first, second, … place; null where the network does not choose a class.</summary>
    internal int[]? Ranks { get; init; }

    /// <summary>The share of samples whose class is among those with the <paramref name="k"/> largest outputs; of equal outputs the lower class goes first.</summary>
    /// <param name="k">At least 1; with the number of classes or more the result is 1.</param>
    /// <returns>The share; not a number where the network does not choose a class.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public double TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (Ranks is null)
            return double.NaN;
        int right = 0;
        for (int rank = 0; rank < Math.Min(k, Ranks.Length); rank++)
            right += Ranks[rank];
        return (double)right / Count;
    }

    /// <summary>One line, the same in every culture: <c>loss 0.0823412, accuracy 97.50% (9750 right), 10000 samples</c>.</summary>
    public override string ToString() => double.IsNaN(Accuracy)
        ? string.Create(CultureInfo.InvariantCulture, $"loss {Loss:G6}, {Count} samples")
        : string.Create(CultureInfo.InvariantCulture, $"loss {Loss:G6}, accuracy {Accuracy * 100:F2}% ({Correct} right), {Count} samples");
}
