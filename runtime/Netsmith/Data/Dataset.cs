using System.Globalization;
using System.Runtime.CompilerServices;

namespace Netsmith;

/// <summary>
/// Samples with labels (classification) or targets (regression). Features are floats, or bytes with a scale and an offset: bytes stay
/// bytes, a quarter of the memory, and become floats as a batch is gathered. Subsets (<see cref="Take"/>, <see cref="Split"/>, …)
/// share the features with the set they come from. A dataset never changes, so any number of threads may read it; the arrays it was
/// created from are used, not copied, and must not be changed afterwards.
/// </summary>
public sealed partial class Dataset
{
    private readonly float[]? _floats;
    private readonly byte[]? _bytes;
    private readonly float _scale;
    private readonly float _offset;
    private readonly int[] _sampleShape;

    /// <summary>For each sample its row among the features; null where sample i is row i.</summary>
    private readonly int[]? _rows;
    private readonly int[] _labels;
    private readonly float[] _targets;
    private readonly float[]? _weights;

    private Dataset(Features features, int[]? rows, int count, int[] labels, int classCount, float[] targets, int targetSize, float[]? weights = null)
    {
        (_floats, _bytes, _scale, _offset, _sampleShape) = features;
        SampleSize = ShapeText.Size(_sampleShape);
        _rows = rows;
        Count = count;
        _labels = labels;
        ClassCount = classCount;
        _targets = targets;
        TargetSize = targetSize;
        _weights = weights;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of values of one sample: the product of <see cref="SampleShape"/>.</summary>
    public int SampleSize { get; }

    /// <summary>The number of target values of one sample; 0 for classification.</summary>
    public int TargetSize { get; }

    /// <summary>The number of classes: the largest label + 1 of the set this one comes from, or what <see cref="WithClassCount"/> said; 0 for regression.</summary>
    public int ClassCount { get; }

    /// <summary>True where samples have labels, false where they have targets.</summary>
    public bool IsClassification => TargetSize == 0;

    /// <summary>True where the features are stored as bytes.</summary>
    public bool IsBytes => _bytes is not null;

    /// <summary>The shape of one sample; images are channels first, [1, 28, 28].</summary>
    public ReadOnlySpan<int> SampleShape => _sampleShape;

    /// <summary>The label of every sample, [Count]; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The targets of every sample, [Count, TargetSize] row-major; empty for classification.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>How much every sample counts in training, [Count]; empty where all count the same. See <see cref="WithSampleWeights"/>.</summary>
    public ReadOnlySpan<float> SampleWeights => _weights;

    /// <summary>One sample's values: a view where the features are floats, a new array where they are bytes.</summary>
    /// <param name="index">The sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Sample(int index)
    {
        int start = Row(index) * SampleSize;
        if (_floats is not null)
            return _floats.AsSpan(start, SampleSize);
        float[] copy = new float[SampleSize];
        ByteConversion.Convert(_bytes.AsSpan(start, SampleSize), copy, _scale, _offset);
        return copy;
    }

    /// <summary>Copies one sample's values.</summary>
    /// <param name="index">The sample, from 0.</param>
    /// <param name="destination">Exactly <see cref="SampleSize"/> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopySample(int index, Span<float> destination) => GatherBatch(new ReadOnlySpan<int>(in index), destination);

    /// <summary>Gathers a batch of samples; bytes are converted on the way. Allocates nothing.</summary>
    /// <param name="indices">The samples, in the order wanted; repetitions are allowed.</param>
    /// <param name="features">[indices.Length, SampleSize] row-major.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a sample of this set.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GatherBatch(ReadOnlySpan<int> indices, Span<float> features)
    {
        CheckLength(features.Length, indices.Length, SampleSize, nameof(features));
        if (_bytes is null)
        {
            for (int i = 0; i < indices.Length; i++)
                _floats.AsSpan(Row(indices[i]) * SampleSize, SampleSize).CopyTo(features.Slice(i * SampleSize, SampleSize));
            return;
        }
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> source = _bytes.AsSpan(Row(indices[i]) * SampleSize, SampleSize);
            // A shuffled row is a cache miss the hardware cannot foresee; the list of indices can.
            if (i + PrefetchDistance < indices.Length)
                ByteConversion.Prefetch(_bytes.AsSpan(Row(indices[i + PrefetchDistance]) * SampleSize, SampleSize));
            ByteConversion.Convert(source, features.Slice(i * SampleSize, SampleSize), _scale, _offset);
        }
    }

    /// <summary>Gathers the labels of a batch. Allocates nothing.</summary>
    /// <param name="indices">The samples.</param>
    /// <param name="labels">[indices.Length].</param>
    /// <exception cref="InvalidOperationException">This is a regression set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a sample of this set.</exception>
    /// <exception cref="ArgumentException"><paramref name="labels"/> has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GatherLabels(ReadOnlySpan<int> indices, Span<int> labels)
    {
        RequireLabels();
        CheckLength(labels.Length, indices.Length, 1, nameof(labels));
        for (int i = 0; i < indices.Length; i++)
        {
            CheckIndex(indices[i]);
            labels[i] = _labels[indices[i]];
        }
    }

    /// <summary>Gathers the targets of a batch. Allocates nothing.</summary>
    /// <param name="indices">The samples.</param>
    /// <param name="targets">[indices.Length, TargetSize] row-major.</param>
    /// <exception cref="InvalidOperationException">This is a classification set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a sample of this set.</exception>
    /// <exception cref="ArgumentException"><paramref name="targets"/> has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GatherTargets(ReadOnlySpan<int> indices, Span<float> targets)
    {
        if (IsClassification)
            throw new InvalidOperationException("Expected a regression dataset, found labels; use GatherLabels.");
        CheckLength(targets.Length, indices.Length, TargetSize, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            CheckIndex(indices[i]);
            _targets.AsSpan(indices[i] * TargetSize, TargetSize).CopyTo(targets.Slice(i * TargetSize, TargetSize));
        }
    }

    /// <summary>"60000 samples [1, 28, 28] of bytes, 10 classes".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Count} samples {ShapeText.Format(SampleShape)} of {(IsBytes ? "bytes" : "floats")}, {(IsClassification ? $"{ClassCount} classes" : $"{TargetSize} targets")}");

    /// <summary>Rows ahead whose memory is asked for: far enough for the latency, near enough to stay in the first-level cache.</summary>
    private const int PrefetchDistance = 2;

    private int Row(int index)
    {
        CheckIndex(index);
        return _rows is null ? index : _rows[index];
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            ThrowIndex(index);
    }

    private void ThrowIndex(int index) => throw new ArgumentOutOfRangeException(nameof(index), index,
        string.Create(CultureInfo.InvariantCulture, $"Expected a sample from 0 to {Count - 1}, found {index}."));

    private void RequireLabels()
    {
        if (!IsClassification)
            throw new InvalidOperationException("Expected a classification dataset, found one with targets, which has no labels.");
    }

    private static void CheckLength(int actual, int samples, int size, string parameterName) =>
        CompilerServices.Check.BatchLength(actual, samples, size, parameterName);

    /// <summary>What subsets share: the feature array (exactly one of the two), how bytes become floats, the sample's shape.</summary>
    private readonly record struct Features(float[]? Floats, byte[]? Bytes, float Scale, float Offset, int[] SampleShape);
}
