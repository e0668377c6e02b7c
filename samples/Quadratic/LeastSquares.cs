/// <summary>The parabola with the least squared error, computed exactly, to compare with.</summary>
internal static class LeastSquares
{
    /// <summary>Solves the normal equations; <paramref name="features"/> are pairs (t², t).</summary>
    public static (double A, double B, double C) Fit(float[] features, float[] values)
    {
        int count = values.Length;
        double meanSquare = 0, meanTime = 0, meanValue = values.Average();
        for (int i = 0; i < count; i++)
            (meanSquare, meanTime) = (meanSquare + features[2 * i] / count, meanTime + features[2 * i + 1] / count);

        // With the means taken out, two equations for a and b are left.
        double ss = 0, st = 0, tt = 0, sv = 0, tv = 0;
        for (int i = 0; i < count; i++)
        {
            double square = features[2 * i] - meanSquare, time = features[2 * i + 1] - meanTime, value = values[i] - meanValue;
            (ss, st, tt, sv, tv) = (ss + square * square, st + square * time, tt + time * time, sv + square * value, tv + time * value);
        }
        double determinant = ss * tt - st * st, a = (sv * tt - tv * st) / determinant, b = (ss * tv - st * sv) / determinant;
        return (a, b, meanValue - a * meanSquare - b * meanTime);
    }
}
