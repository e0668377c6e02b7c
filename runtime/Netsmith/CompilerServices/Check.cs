using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Netsmith.CompilerServices;

/// <summary>
/// Argument checks of the public methods of generated classes. Each one is a comparison that is inlined and a throw that is not;
/// the messages say what was expected and what was found.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    /// <summary>The number of values handed over is the number the network has.</summary>
    /// <param name="actual">The length found.</param>
    /// <param name="expected">The length expected.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Length(int actual, int expected, string parameterName)
    {
        if (actual != expected)
            ThrowLength(actual, expected, parameterName);
    }

    /// <summary>A batch has at least one sample.</summary>
    /// <param name="batchSize">The batch size found.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public static void BatchSize(int batchSize, string parameterName = "batchSize")
    {
        if (batchSize < 1)
            ThrowBatchSize(batchSize, int.MaxValue, parameterName);
    }

    /// <summary>A batch has at least one sample and not more than its trainer was made for.</summary>
    /// <param name="batchSize">The batch size found.</param>
    /// <param name="maxBatchSize">The largest batch size allowed.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is outside 1 to <paramref name="maxBatchSize"/>.</exception>
    public static void BatchSize(int batchSize, int maxBatchSize, string parameterName = "batchSize")
    {
        if ((uint)(batchSize - 1) >= (uint)maxBatchSize)
            ThrowBatchSize(batchSize, maxBatchSize, parameterName);
    }

    /// <summary>A row-major [batchSize, sampleSize] block has exactly that many values.</summary>
    /// <param name="actual">The length found.</param>
    /// <param name="batchSize">The number of samples.</param>
    /// <param name="sampleSize">The number of values of a sample.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentException">The length differs from the product.</exception>
    public static void BatchLength(int actual, int batchSize, int sampleSize, string parameterName)
    {
        if (actual != (long)batchSize * sampleSize)
            ThrowBatchLength(actual, batchSize, sampleSize, parameterName);
    }

    /// <summary>Every label is a class the network knows.</summary>
    /// <param name="labels">The labels of a batch.</param>
    /// <param name="classes">The number of classes; labels run from 0 to one less.</param>
    /// <param name="parameterName">The argument's name.</param>
    /// <exception cref="ArgumentException">A label is negative or too large.</exception>
    public static void Labels(ReadOnlySpan<int> labels, int classes, string parameterName = "labels")
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                ThrowLabel(labels[i], i, classes, parameterName);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected, string parameterName) =>
        throw new ArgumentException(Invariant($"Expected {expected} values, found {actual}."), parameterName);

    [DoesNotReturn]
    private static void ThrowBatchLength(int actual, int batchSize, int sampleSize, string parameterName) =>
        throw new ArgumentException(
            Invariant($"Expected {(long)batchSize * sampleSize} values ({batchSize} samples of {sampleSize}), found {actual}."), parameterName);

    [DoesNotReturn]
    private static void ThrowBatchSize(int batchSize, int maxBatchSize, string parameterName) =>
        throw new ArgumentOutOfRangeException(parameterName, batchSize, maxBatchSize == int.MaxValue
            ? Invariant($"Expected a batch of at least 1 sample, found {batchSize}.")
            : Invariant($"Expected a batch of 1 to {maxBatchSize} samples, the size this trainer was created for, found {batchSize}."));

    [DoesNotReturn]
    private static void ThrowLabel(int label, int index, int classes, string parameterName) =>
        throw new ArgumentException(
            Invariant($"Expected labels from 0 to {classes - 1}, found {label} at index {index}."), parameterName);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
