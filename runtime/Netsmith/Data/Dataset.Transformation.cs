namespace Netsmith;

public sealed partial class Dataset
{
    /// <summary>Changes one sample in place.</summary>
    /// <param name="sample">The sample's values.</param>
    internal delegate void SampleTransformation(Span<float> sample);

    /// <summary>
    /// The same samples with one target for each class: 1 for the sample's, 0 for the others; for networks whose loss takes a value for
    /// each of several outputs.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is a regression set already.</exception>
    public Dataset ToOneHot()
    {
        RequireLabels();
        float[] targets = new float[checked(Count * ClassCount)];
        for (int i = 0; i < Count; i++)
            targets[i * ClassCount + _labels[i]] = 1;
        return new(Shared, _rows, Count, [], 0, targets, ClassCount, _weights);
    }

    /// <summary>
    /// The same samples with every value · scale + offset, so that pixels from 0 to 1 of mean m and deviation d become centred with
    /// scale 1/d and offset -m/d. Bytes stay bytes and are shared; floats are copied.
    /// </summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added to the product.</param>
    /// <exception cref="ArgumentException">A number is not finite, or a value becomes infinite.</exception>
    public Dataset Rescale(float scale, float offset = 0)
    {
        Preprocessing step = Preprocessing.Scale(scale, offset);
        if (!IsBytes)
            return step.Apply(this);
        (float factor, float addend) = (_scale * scale, (_offset * scale) + offset);
        if (!float.IsFinite(factor) || !float.IsFinite(addend) || !float.IsFinite((byte.MaxValue * factor) + addend))
            throw new ArgumentException(Text($"Expected a scale and an offset that keep every value finite, found {scale} and {offset}."), nameof(scale));
        return new(Shared with { Scale = factor, Offset = addend }, _rows, Count, _labels, ClassCount, _targets, TargetSize, _weights);
    }

    /// <summary>A copy, as floats, with every sample transformed.</summary>
    /// <exception cref="ArgumentException">A value is no longer finite.</exception>
    internal Dataset Transform(SampleTransformation transformation)
    {
        float[] features = new float[checked(Count * SampleSize)];
        for (int i = 0; i < Count; i++)
        {
            Span<float> sample = features.AsSpan(i * SampleSize, SampleSize);
            CopySample(i, sample);
            transformation(sample);
        }
        CheckFinite(features, _sampleShape, "data");
        return new(new(features, null, 1, 0, _sampleShape), null, Count, _labels, ClassCount, _targets, TargetSize, _weights);
    }
}
