using System.Globalization;
using System.Runtime.CompilerServices;

namespace Netsmith;

public sealed partial class Dataset
{
    private const float PixelScale = 1f / 255f;

    /// <summary>Labelled samples from floats.</summary>
    /// <param name="features">[count, sample size] row-major, all finite. Used, not copied.</param>
    /// <param name="labels">The class of each sample, from 0. Used, not copied.</param>
    /// <param name="sampleShape">The shape of a sample; left out, a vector of features.Length / labels.Length values.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is negative or a feature is not finite.</exception>
    [OverloadResolutionPriority(1)] // "[0, 1]" means floats; without this C# would prefer bytes, and divide by 255
    public static Dataset Classification(float[] features, int[] labels, params int[] sampleShape)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        Features shared = new(features, null, 1, 0, CheckShape(features.Length, labels.Length, sampleShape, nameof(labels)));
        CheckFinite(features, shared.SampleShape, nameof(features));
        return new(shared, null, labels.Length, labels, CountClasses(labels), [], 0);
    }

    /// <summary>Labelled samples from bytes; value = byte · scale + offset.</summary>
    /// <param name="features">[count, sample size] row-major. Used, not copied.</param>
    /// <param name="labels">The class of each sample, from 0. Used, not copied.</param>
    /// <param name="scale">The factor; by default pixels become 0 to 1.</param>
    /// <param name="offset">What is added to the product.</param>
    /// <param name="sampleShape">The shape of a sample; left out, a vector of features.Length / labels.Length values.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is negative or a number is not finite.</exception>
    public static Dataset Classification(byte[] features, int[] labels, float scale = PixelScale, float offset = 0f, int[]? sampleShape = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        CheckScale(scale, offset);
        Features shared = new(null, features, scale, offset, CheckShape(features.Length, labels.Length, sampleShape, nameof(labels)));
        return new(shared, null, labels.Length, labels, CountClasses(labels), [], 0);
    }

    /// <summary>Labelled samples, one array each.</summary>
    /// <param name="samples">Arrays of equal length, all values finite; copied.</param>
    /// <param name="labels">The class of each sample, from 0. Used, not copied.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is negative or a feature is not finite.</exception>
    public static Dataset Classification(float[][] samples, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        float[] features = Join(samples, nameof(samples));
        if (samples.Length != labels.Length)
            throw new ArgumentException(Text($"Expected {samples.Length} labels, one for each sample, found {labels.Length}."), nameof(labels));
        return Classification(features, labels);
    }

    /// <summary>Samples with targets, from floats.</summary>
    /// <param name="features">[count, sample size] row-major, all finite. Used, not copied.</param>
    /// <param name="targets">[count, targetSize] row-major, all finite. Used, not copied.</param>
    /// <param name="targetSize">The number of targets of a sample.</param>
    /// <param name="sampleShape">The shape of a sample; left out, a vector.</param>
    /// <exception cref="ArgumentException">Lengths do not fit or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="targetSize"/> is below 1.</exception>
    [OverloadResolutionPriority(1)] // as for Classification
    public static Dataset Regression(float[] features, float[] targets, int targetSize = 1, params int[] sampleShape)
    {
        ArgumentNullException.ThrowIfNull(features);
        int count = CountTargets(targets, targetSize);
        Features shared = new(features, null, 1, 0, CheckShape(features.Length, count, sampleShape, nameof(targets)));
        CheckFinite(features, shared.SampleShape, nameof(features));
        return new(shared, null, count, [], 0, targets, targetSize);
    }

    /// <summary>Samples with targets, from bytes; value = byte · scale + offset.</summary>
    /// <param name="features">[count, sample size] row-major. Used, not copied.</param>
    /// <param name="targets">[count, targetSize] row-major, all finite. Used, not copied.</param>
    /// <param name="targetSize">The number of targets of a sample.</param>
    /// <param name="scale">The factor; by default pixels become 0 to 1.</param>
    /// <param name="offset">What is added to the product.</param>
    /// <param name="sampleShape">The shape of a sample; left out, a vector.</param>
    /// <exception cref="ArgumentException">Lengths do not fit or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="targetSize"/> is below 1.</exception>
    public static Dataset Regression(
        byte[] features, float[] targets, int targetSize = 1, float scale = PixelScale, float offset = 0f, int[]? sampleShape = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        CheckScale(scale, offset);
        int count = CountTargets(targets, targetSize);
        Features shared = new(null, features, scale, offset, CheckShape(features.Length, count, sampleShape, nameof(targets)));
        return new(shared, null, count, [], 0, targets, targetSize);
    }

    /// <summary>Samples with targets, one array each.</summary>
    /// <param name="samples">Arrays of equal length, all values finite; copied.</param>
    /// <param name="targets">For each sample an array, all of equal length, all values finite; copied.</param>
    /// <exception cref="ArgumentException">Lengths do not fit or a value is not finite.</exception>
    public static Dataset Regression(float[][] samples, float[][] targets)
    {
        float[] features = Join(samples, nameof(samples));
        float[] joined = Join(targets, nameof(targets));
        if (samples.Length != targets.Length)
            throw new ArgumentException(Text($"Expected {samples.Length} targets, one for each sample, found {targets.Length}."), nameof(targets));
        return Regression(features, joined, targets[0].Length);
    }

    private static float[] Join(float[][] rows, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(rows, parameterName);
        if (rows.Length == 0)
            throw new ArgumentException("Expected at least one sample, found none.", parameterName);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is null || rows[i].Length == 0)
                throw new ArgumentException(Text($"Expected at least one value in every array, found none at index {i}."), parameterName);
            if (rows[i].Length != rows[0].Length)
                throw new ArgumentException(Text($"Expected arrays of {rows[0].Length} values, as the first has, found {rows[i].Length} at index {i}."), parameterName);
        }
        float[] joined = new float[checked(rows.Length * rows[0].Length)];
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(joined, i * rows[0].Length);
        return joined;
    }

    private static int[] CheckShape(int length, int count, int[]? sampleShape, string countParameter)
    {
        if (count == 0)
            throw new ArgumentException("Expected at least one sample, found none.", countParameter);
        if (sampleShape is null or [])
        {
            if (length == 0 || length % count != 0)
                throw new ArgumentException(Text($"Expected features in a positive multiple of {count}, the number of samples, found {length} values."), "features");
            return [length / count];
        }
        long size = 1;
        foreach (int dimension in sampleShape)
        {
            if (dimension < 1)
                throw new ArgumentException(Text($"Expected sizes of at least 1, found {ShapeText.Format(sampleShape)}."), nameof(sampleShape));
            size = Math.Min(size * dimension, int.MaxValue);
        }
        if (size * count != length)
            throw new ArgumentException(Text($"Expected {size * count} feature values, {count} samples of shape {ShapeText.Format(sampleShape)}, found {length}."), "features");
        return [.. sampleShape];
    }

    private static int CountClasses(int[] labels)
    {
        int largest = -1;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is < 0 or int.MaxValue)
                throw new ArgumentException(Text($"Expected labels of at least 0, the classes counted from 0, found {labels[i]} at index {i}."), nameof(labels));
            largest = Math.Max(largest, labels[i]);
        }
        return largest + 1;
    }

    private static int CountTargets(float[] targets, int targetSize)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetSize);
        if (targets.Length % targetSize != 0)
            throw new ArgumentException(Text($"Expected targets in a multiple of {targetSize}, the target size, found {targets.Length} values."), nameof(targets));
        CheckFinite(targets, [targetSize], nameof(targets));
        return targets.Length / targetSize;
    }

    private static void CheckFinite(float[] values, int[] rowShape, string parameterName)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                int size = ShapeText.Size(rowShape);
                throw new ArgumentException(
                    Text($"Expected finite values, found {values[i]} at sample {i / size}, value {i % size}; replace or drop it."), parameterName);
            }
        }
    }

    private static void CheckScale(float scale, float offset)
    {
        if (!float.IsFinite(scale))
            throw new ArgumentException(Text($"Expected a finite scale, found {scale}."), nameof(scale));
        if (!float.IsFinite(offset))
            throw new ArgumentException(Text($"Expected a finite offset, found {offset}."), nameof(offset));
        if (!float.IsFinite(255 * scale) || !float.IsFinite(255 * scale + offset))
            throw new ArgumentException(Text($"Expected values of finite size, found byte · {scale} + {offset}."), nameof(scale));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
