using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>Fills the parameters of a new network; called by generated constructors. The formulas are on <see cref="Initializer"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterInitializer
{
    /// <summary>Fills the weights and biases of a dense layer, weights first, in the order of the parameters.</summary>
    /// <param name="weight">The weights, [fanOut, fanIn] row-major.</param>
    /// <param name="bias">The biases, [fanOut], or empty.</param>
    /// <param name="init">The distribution.</param>
    /// <param name="scale">Deviation of <see cref="Initializer.Normal"/>, bound of <see cref="Initializer.Uniform"/>, value of <see cref="Initializer.Constant"/>; otherwise unused.</param>
    /// <param name="fanIn">The number of inputs.</param>
    /// <param name="fanOut">The number of outputs.</param>
    /// <param name="rng">The source of random numbers.</param>
    /// <exception cref="ArgumentException">A length does not match the fans, or <paramref name="scale"/> is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fan is below 1 or <paramref name="init"/> is unknown.</exception>
    public static void Dense(Span<float> weight, Span<float> bias, Initializer init, float scale, int fanIn, int fanOut, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanIn);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fanOut);
        ArgumentNullException.ThrowIfNull(rng);
        Check.BatchLength(weight.Length, fanOut, fanIn, nameof(weight));
        if (!bias.IsEmpty)
            Check.Length(bias.Length, fanOut, nameof(bias));
        if (!float.IsFinite(scale))
            throw new ArgumentException("Expected a finite scale, found NaN or an infinity.", nameof(scale));

        bias.Clear();
        switch (init)
        {
            case Initializer.PyTorch:
                Uniform(weight, 1 / Math.Sqrt(fanIn), rng);
                Uniform(bias, 1 / Math.Sqrt(fanIn), rng);
                break;
            case Initializer.HeNormal: Normal(weight, Math.Sqrt(2.0 / fanIn), rng); break;
            case Initializer.HeUniform: Uniform(weight, Math.Sqrt(6.0 / fanIn), rng); break;
            case Initializer.GlorotNormal: Normal(weight, Math.Sqrt(2.0 / ((double)fanIn + fanOut)), rng); break;
            case Initializer.GlorotUniform: Uniform(weight, Math.Sqrt(6.0 / ((double)fanIn + fanOut)), rng); break;
            case Initializer.LeCunNormal: Normal(weight, Math.Sqrt(1.0 / fanIn), rng); break;
            case Initializer.LeCunUniform: Uniform(weight, Math.Sqrt(3.0 / fanIn), rng); break;
            case Initializer.Normal: Normal(weight, scale, rng); break;
            case Initializer.Uniform: Uniform(weight, scale, rng); break;
            case Initializer.Zeros: weight.Clear(); break;
            case Initializer.Constant: weight.Fill(scale); break;
            case Initializer.Orthogonal: Orthogonal(weight, fanOut, fanIn, rng); break;
            default: throw new ArgumentOutOfRangeException(nameof(init), init, "Expected a value of the Initializer enumeration.");
        }
    }

    private static void Uniform(Span<float> values, double bound, Rng rng)
    {
        foreach (ref float value in values)
            value = (float)((2 * rng.NextDouble() - 1) * bound);
    }

    private static void Normal(Span<float> values, double deviation, Rng rng)
    {
        foreach (ref float value in values)
            value = (float)(rng.NextNormal() * deviation);
    }

    /// <summary>
    /// Gram-Schmidt on normally distributed vectors, each projected twice ("twice is enough", Kahan), in double: orthonormal to
    /// float rounding. The vectors are the rows, or the columns where there are more rows than columns.
    /// </summary>
    private static void Orthogonal(Span<float> weight, int rows, int columns, Rng rng)
    {
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double[] vectors = new double[(long)count * length];
        for (int v = 0; v < count; v++)
        {
            Span<double> vector = vectors.AsSpan(v * length, length);
            foreach (ref double value in vector)
                value = rng.NextNormal();
            for (int earlier = 0; earlier < 2 * v; earlier++)
            {
                ReadOnlySpan<double> other = vectors.AsSpan(earlier % v * length, length);
                double dot = Dot(vector, other);
                for (int i = 0; i < length; i++)
                    vector[i] -= dot * other[i];
            }
            double inverseNorm = 1 / Math.Sqrt(Dot(vector, vector));
            foreach (ref double value in vector)
                value *= inverseNorm;
        }
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                weight[row * columns + column] = (float)(rows <= columns ? vectors[row * length + column] : vectors[column * length + row]);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
