namespace Netsmith;

public sealed partial class Dataset
{
    /// <summary>Two random parts without overlap; <paramref name="fraction"/> of the samples (rounded) go to the first.</summary>
    /// <param name="fraction">Above 0 and below 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">One part would have no sample.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, ulong seed = 0)
    {
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Expected a fraction above 0 and below 1.");
        int first = (int)Math.Round(fraction * Count);
        if (first == 0 || first == Count)
            throw new ArgumentException(Text($"Expected a fraction that leaves samples on both sides, found {fraction} of {Count} samples."), nameof(fraction));
        int[] order = ShuffledOrder(seed);
        return (Select(order.AsSpan(0, first)), Select(order.AsSpan(first)));
    }

    /// <summary>The first samples.</summary>
    /// <param name="count">How many, from 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer samples than <paramref name="count"/>, or it is negative.</exception>
    public Dataset Take(int count)
    {
        if ((uint)count > (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, Text($"Expected 0 to {Count} samples, found {count}."));
        return new(Shared, _rows?[..count], count, IsClassification ? _labels[..count] : [], ClassCount, _targets[..(count * TargetSize)], TargetSize, _weights?[..count]);
    }

    /// <summary>The samples whose label passes, in their order. The labels and <see cref="ClassCount"/> stay as they are; see <see cref="Relabel"/>.</summary>
    /// <param name="label">Called once for each sample with its label.</param>
    /// <exception cref="InvalidOperationException">This is a regression set.</exception>
    public Dataset Where(Predicate<int> label)
    {
        ArgumentNullException.ThrowIfNull(label);
        RequireLabels();
        List<int> kept = [];
        for (int i = 0; i < Count; i++)
        {
            if (label(_labels[i]))
                kept.Add(i);
        }
        return Select(kept.ToArray());
    }

    /// <summary>The samples in a random order.</summary>
    /// <param name="seed">The same seed gives the same order.</param>
    public Dataset Shuffle(ulong seed = 0) => Select(ShuffledOrder(seed));

    /// <summary>Any samples in any order; repetitions are allowed.</summary>
    /// <param name="indices">Samples of this set.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a sample of this set.</exception>
    public Dataset Select(ReadOnlySpan<int> indices)
    {
        int[] rows = new int[indices.Length];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = Row(indices[i]);
        int[] labels = IsClassification ? new int[indices.Length] : [];
        float[] targets = new float[checked(indices.Length * TargetSize)];
        if (IsClassification)
            GatherLabels(indices, labels);
        else
            GatherTargets(indices, targets);
        float[]? weights = _weights is null ? null : new float[indices.Length];
        for (int i = 0; i < indices.Length && weights is not null; i++)
            weights[i] = _weights![indices[i]];
        return new(Shared, rows, rows.Length, labels, ClassCount, targets, TargetSize, weights);
    }

    /// <summary>The same samples with other labels, for example 3 and 7 as 0 and 1; <see cref="ClassCount"/> becomes the largest new label + 1.</summary>
    /// <param name="newLabel">From the old label to the new one, from 0.</param>
    /// <exception cref="InvalidOperationException">This is a regression set.</exception>
    /// <exception cref="ArgumentException">A new label is negative.</exception>
    public Dataset Relabel(Func<int, int> newLabel)
    {
        ArgumentNullException.ThrowIfNull(newLabel);
        RequireLabels();
        int[] labels = Array.ConvertAll(_labels, label => newLabel(label));
        return new(Shared, _rows, Count, labels, CountClasses(labels), [], 0, _weights);
    }

    /// <summary>The same samples with one target each, computed from the label: for a single sigmoid output, 1 for one class and 0 for the others.</summary>
    /// <param name="target">From the label to the target, finite.</param>
    /// <exception cref="InvalidOperationException">This is a regression set already.</exception>
    /// <exception cref="ArgumentException">A target is not finite.</exception>
    public Dataset ToRegression(Func<int, float> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireLabels();
        float[] targets = Array.ConvertAll(_labels, label => target(label));
        CheckFinite(targets, [1], nameof(target));
        return new(Shared, _rows, Count, [], 0, targets, 1, _weights);
    }

    /// <summary>The same samples with a stated number of classes, for sets in which the last classes do not occur.</summary>
    /// <param name="classCount">At least the largest label + 1.</param>
    /// <exception cref="InvalidOperationException">This is a regression set.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not below <paramref name="classCount"/>.</exception>
    public Dataset WithClassCount(int classCount)
    {
        RequireLabels();
        int needed = CountClasses(_labels);
        if (classCount < Math.Max(needed, 1))
            throw new ArgumentOutOfRangeException(nameof(classCount), classCount, Text($"Expected at least {Math.Max(needed, 1)} classes, for labels up to {needed - 1}, found {classCount}."));
        return new(Shared, _rows, Count, _labels, classCount, [], 0, _weights);
    }

    /// <summary>
    /// The same samples, each with a weight: training minimizes Σ wᵢℓᵢ / Σ wᵢ over every batch. Subsets keep their samples' weights;
    /// evaluation does not use them.
    /// </summary>
    /// <param name="weights">One for each sample, finite and at least 0. Used, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than samples, or one is out of range.</exception>
    public Dataset WithSampleWeights(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != Count)
            throw new ArgumentException(Text($"Expected {Count} weights, one for each sample, found {weights.Length}."), nameof(weights));
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || !float.IsFinite(weights[i]))
                throw new ArgumentException(Text($"Expected finite weights of at least 0, found {weights[i]} at sample {i}."), nameof(weights));
        }
        return new(Shared, _rows, Count, _labels, ClassCount, _targets, TargetSize, weights);
    }

    /// <summary>A copy, as floats, in which every feature has mean 0 and deviation 1 over this set.</summary>
    /// <param name="fitted">What was subtracted and divided by; apply it to test data and to inputs of the trained network.</param>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public Dataset Standardize(out Standardization fitted)
    {
        fitted = Standardization.Fit(this);
        return Standardize(fitted);
    }

    /// <summary>A copy, as floats, transformed by what was fitted on another set (the training data).</summary>
    /// <param name="fitted">The transformation.</param>
    /// <exception cref="ArgumentException">It was fitted on samples of another size.</exception>
    public Dataset Standardize(Standardization fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        if (fitted.Mean.Length != SampleSize)
            throw new ArgumentException(Text($"Expected a standardization of {SampleSize} features, found one of {fitted.Mean.Length}."), nameof(fitted));
        float[] features = new float[checked(Count * SampleSize)];
        for (int i = 0; i < Count; i++)
        {
            Span<float> sample = features.AsSpan(i * SampleSize, SampleSize);
            CopySample(i, sample);
            fitted.Apply(sample);
        }
        return new(new(features, null, 1, 0, _sampleShape), null, Count, _labels, ClassCount, _targets, TargetSize, _weights);
    }

    private Features Shared => new(_floats, _bytes, _scale, _offset, _sampleShape);

    private int[] ShuffledOrder(ulong seed)
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        new Rng(seed).Shuffle(order);
        return order;
    }
}
