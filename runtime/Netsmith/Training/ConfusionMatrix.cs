using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>How often samples of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="classes">How many classes there are, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is out of range.</exception>
    public ConfusionMatrix(int classes)
    {
        if (classes is < 1 or > 10_000)
            throw HyperParameter.OutOfRange(nameof(classes), classes, "1 to 10000");
        Classes = classes;
        _counts = new int[classes * classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many samples were counted.</summary>
    public int Count { get; private set; }

    /// <summary>How many samples of class <paramref name="actual"/> were taken for class <paramref name="predicted"/>.</summary>
    /// <param name="actual">The label.</param>
    /// <param name="predicted">The prediction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted] => _counts[Index(actual, predicted)];

    /// <summary>The share of samples on the diagonal; not a number where nothing was counted.</summary>
    public double Accuracy => (double)Sum(c => this[c, c]) / Count;

    /// <summary>Counts one sample.</summary>
    /// <param name="actual">The label.</param>
    /// <param name="predicted">The prediction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted)
    {
        _counts[Index(actual, predicted)]++;
        Count++;
    }

    /// <summary>Of the samples taken for the class, the share that belong to it; not a number where there are none.</summary>
    /// <param name="classIndex">The class.</param>
    public double Precision(int classIndex) => (double)this[classIndex, classIndex] / Sum(actual => this[actual, classIndex]);

    /// <summary>Of the samples that belong to the class, the share taken for it; not a number where there are none.</summary>
    /// <param name="classIndex">The class.</param>
    public double Recall(int classIndex) => (double)this[classIndex, classIndex] / Sum(predicted => this[classIndex, predicted]);

    /// <summary>The harmonic mean of precision and recall, 2·hits/(predicted + actual); not a number where both are missing.</summary>
    /// <param name="classIndex">The class.</param>
    public double F1(int classIndex) =>
        2.0 * this[classIndex, classIndex] / (Sum(actual => this[actual, classIndex]) + Sum(predicted => this[classIndex, predicted]));

    /// <summary>
    /// The mean precision over the classes that occur, as labels or as predictions; a class that was never predicted counts as 0, as
    /// in scikit-learn. Not a number where nothing was counted.
    /// </summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean recall over the classes that occur, as labels or as predictions; a class that is no sample's label counts as 0.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean F1 over the classes that occur, as labels or as predictions.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>A table with a row for each actual and a column for each predicted class, and the recall of each row.</summary>
    public override string ToString()
    {
        int width = Math.Max(Text($"{_counts.Max()}").Length, Text($"{Classes - 1}").Length) + 2;
        int label = Math.Max("actual \\ predicted".Length, Text($"{Classes - 1}").Length);
        StringBuilder table = new StringBuilder().Append("actual \\ predicted".PadRight(label));
        for (int c = 0; c < Classes; c++)
            table.Append(Text($"{c}").PadLeft(width));
        table.Append("  recall\n");
        for (int actual = 0; actual < Classes; actual++)
        {
            table.Append(Text($"{actual}").PadLeft(label));
            for (int predicted = 0; predicted < Classes; predicted++)
                table.Append(Text($"{this[actual, predicted]}").PadLeft(width));
            double recall = Recall(actual);
            table.Append("  ").Append((double.IsNaN(recall) ? "-" : Text($"{recall * 100:F1}%")).PadLeft(6)).Append('\n');
        }
        return table.ToString();
    }

    private double Macro(Func<int, double> measure)
    {
        (double sum, int occurring) = (0, 0);
        for (int c = 0; c < Classes; c++)
        {
            if (Sum(predicted => this[c, predicted]) + Sum(actual => this[actual, c]) == 0)
                continue;
            double value = measure(c);
            sum += double.IsNaN(value) ? 0 : value;
            occurring++;
        }
        return sum / occurring;
    }

    private long Sum(Func<int, int> cell)
    {
        long sum = 0;
        for (int c = 0; c < Classes; c++)
            sum += cell(c);
        return sum;
    }

    private int Index(int actual, int predicted)
    {
        if ((uint)actual >= (uint)Classes)
            throw HyperParameter.OutOfRange(nameof(actual), actual, Text($"a class from 0 to {Classes - 1}"));
        if ((uint)predicted >= (uint)Classes)
            throw HyperParameter.OutOfRange(nameof(predicted), predicted, Text($"a class from 0 to {Classes - 1}"));
        return actual * Classes + predicted;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
