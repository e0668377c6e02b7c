using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// x → (x - mean) / deviation for each feature. Fit it on the training data and apply it to everything the network sees. A feature
/// that is constant in the training data (deviation 0) is divided by 1, so there it becomes 0.
/// </summary>
public sealed class Standardization
{
    private readonly float[] _mean;
    private readonly float[] _deviation;

    /// <summary>Creates the transformation from stored numbers.</summary>
    /// <param name="mean">For each feature the mean.</param>
    /// <param name="deviation">For each feature the deviation, at least 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite, or a deviation is negative.</exception>
    public Standardization(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        Check.Length(deviation.Length, mean.Length, nameof(deviation));
        for (int i = 0; i < mean.Length; i++)
        {
            if (!float.IsFinite(mean[i]))
                throw new ArgumentException("Expected finite means.", nameof(mean));
            if (!(float.IsFinite(deviation[i]) && deviation[i] >= 0))
                throw new ArgumentException("Expected finite deviations of at least 0.", nameof(deviation));
        }
        _mean = mean.ToArray();
        _deviation = deviation.ToArray();
    }

    /// <summary>For each feature the mean over the samples.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>For each feature the standard deviation over the samples (divided by n, as scikit-learn's StandardScaler); 0 where it is constant.</summary>
    public ReadOnlySpan<float> Deviation => _deviation;

    /// <summary>Measures mean and deviation of every feature.</summary>
    /// <param name="data">The training data.</param>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public static Standardization Fit(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0)
            throw new InvalidOperationException("Expected at least one sample to fit a standardization on, found none.");
        double[] mean = new double[data.SampleSize], variance = new double[data.SampleSize];
        float[] sample = new float[data.SampleSize];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopySample(i, sample);
            for (int f = 0; f < sample.Length; f++)
                mean[f] += sample[f];
        }
        for (int f = 0; f < mean.Length; f++)
            mean[f] /= data.Count;
        // A second pass over the deviations from the mean: the difference of two large sums would lose all digits.
        for (int i = 0; i < data.Count; i++)
        {
            data.CopySample(i, sample);
            for (int f = 0; f < sample.Length; f++)
                variance[f] += (sample[f] - mean[f]) * (sample[f] - mean[f]);
        }
        return new(
            Array.ConvertAll(mean, static value => (float)value),
            Array.ConvertAll(variance, value => (float)Math.Sqrt(value / data.Count)));
    }

    /// <summary>Transforms one sample in place.</summary>
    /// <param name="sample">As many values as there are features.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void Apply(Span<float> sample)
    {
        Check.Length(sample.Length, _mean.Length, nameof(sample));
        for (int f = 0; f < sample.Length; f++)
            sample[f] = (sample[f] - _mean[f]) / (_deviation[f] == 0 ? 1 : _deviation[f]);
    }
}
