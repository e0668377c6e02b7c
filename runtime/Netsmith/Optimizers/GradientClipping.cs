using System.Numerics;

namespace Netsmith;

/// <summary>Keeps gradients from growing out of bounds, before an optimizer's step.</summary>
public static class GradientClipping
{
    /// <summary>Moves every value into [−limit, limit]. PyTorch: <c>clip_grad_value_</c>.</summary>
    /// <param name="gradients">The gradients, changed in place. Values that are not a number stay so.</param>
    /// <param name="limit">The largest size of a value, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not a finite number above 0.</exception>
    public static void ByValue(Span<float> gradients, float limit)
    {
        HyperParameter.Positive(limit, nameof(limit));
        var high = new Vector<float>(limit);
        int i = 0;
        for (; i <= gradients.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradients[i..]);
            // Comparisons with what is not a number are false, so it passes through here as it does in Math.Clamp.
            g = Vector.ConditionalSelect(Vector.GreaterThan(g, high), high, g);
            g = Vector.ConditionalSelect(Vector.LessThan(g, -high), -high, g);
            g.CopyTo(gradients[i..]);
        }
        for (; i < gradients.Length; i++)
            gradients[i] = Math.Clamp(gradients[i], -limit, limit);
    }

    /// <summary>
    /// Scales all gradients together so that their Euclidean norm is at most <paramref name="maxNorm"/>: by
    /// min(1, maxNorm/(norm + 1e-6)). PyTorch: <c>clip_grad_norm_</c>.
    /// </summary>
    /// <param name="gradients">The gradients, changed in place.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <returns>The norm before clipping, summed in double precision; infinite or not a number where a gradient is, and then nothing is scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is not a finite number above 0.</exception>
    public static double ByNorm(Span<float> gradients, float maxNorm)
    {
        HyperParameter.Positive(maxNorm, nameof(maxNorm));
        double norm = Math.Sqrt(SumOfSquares(gradients));
        double factor = maxNorm / (norm + 1e-6);
        // An infinite norm would turn every gradient into 0 or NaN; the loss is about to show the trouble itself.
        if (factor < 1 && double.IsFinite(norm))
            Scale(gradients, (float)factor);
        return norm;
    }

    /// <summary>Eight partial sums in a fixed order, so that the result is the same for every vector width.</summary>
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            ReadOnlySpan<float> v = values.Slice(i, 8);
            s0 += (double)v[0] * v[0];
            s1 += (double)v[1] * v[1];
            s2 += (double)v[2] * v[2];
            s3 += (double)v[3] * v[3];
            s4 += (double)v[4] * v[4];
            s5 += (double)v[5] * v[5];
            s6 += (double)v[6] * v[6];
            s7 += (double)v[7] * v[7];
        }
        double rest = 0;
        for (; i < values.Length; i++)
            rest += (double)values[i] * values[i];
        return (((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))) + rest;
    }

    /// <summary>Multiplies every value.</summary>
    internal static void Scale(Span<float> values, float factor)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(values[i..]) * factor).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] *= factor;
    }
}
