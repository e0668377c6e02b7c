using Netsmith;

/// <summary>
/// The baseline: the ideal three is the mean of all threes, the ideal seven the mean of all sevens, and an image is taken for the one it
/// is nearer to. Nothing is learned, so a network that does not beat this is not worth its training.
/// </summary>
internal sealed class PixelSimilarity(Dataset training)
{
    private readonly float[] _three = Mean(training, 1), _seven = Mean(training, 0);

    /// <summary>How far two images are apart.</summary>
    public delegate double Distance(ReadOnlySpan<float> image, ReadOnlySpan<float> other);

    /// <summary>The mean absolute difference of the pixels, L1.</summary>
    public static double MeanDifference(ReadOnlySpan<float> image, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
            sum += Math.Abs(image[i] - other[i]);
        return sum / image.Length;
    }

    /// <summary>The root of the mean squared difference, L2.</summary>
    public static double RootMeanSquare(ReadOnlySpan<float> image, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
            sum += (image[i] - other[i]) * (image[i] - other[i]);
        return Math.Sqrt(sum / image.Length);
    }

    /// <summary>The share of images that are nearer to the ideal of their own digit.</summary>
    public double Accuracy(Dataset test, Distance distance)
    {
        int right = 0;
        for (int i = 0; i < test.Count; i++)
        {
            ReadOnlySpan<float> image = test.Sample(i);
            bool isThree = distance(image, _three) < distance(image, _seven);
            right += isThree == (test.Targets[i] == 1) ? 1 : 0;
        }
        return (double)right / test.Count;
    }

    private static float[] Mean(Dataset data, float target)
    {
        double[] sum = new double[data.SampleSize];
        int count = 0;
        for (int i = 0; i < data.Count; i++)
        {
            if (data.Targets[i] != target)
                continue;
            ReadOnlySpan<float> image = data.Sample(i);
            for (int k = 0; k < sum.Length; k++)
                sum[k] += image[k];
            count++;
        }
        return Array.ConvertAll(sum, value => (float)(value / count));
    }
}
