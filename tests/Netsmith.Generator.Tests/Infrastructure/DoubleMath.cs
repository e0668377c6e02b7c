using System.Runtime.Intrinsics;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// The functions that kernels emitted in double call, in place of the runtime's float functions: one lane at a time,
/// from scalar formulas that are accurate to a few units in the last place.
/// </summary>
public static class DoubleMath
{
    public static Vector128<double> Exp(Vector128<double> x) => Map(x, Math.Exp);

    public static Vector256<double> Exp(Vector256<double> x) => Map(x, Math.Exp);

    public static Vector512<double> Exp(Vector512<double> x) => Map(x, Math.Exp);

    public static Vector128<double> ExpM1(Vector128<double> x) => Map(x, ExpM1);

    public static Vector256<double> ExpM1(Vector256<double> x) => Map(x, ExpM1);

    public static Vector512<double> ExpM1(Vector512<double> x) => Map(x, ExpM1);

    public static Vector128<double> Log(Vector128<double> x) => Map(x, Math.Log);

    public static Vector256<double> Log(Vector256<double> x) => Map(x, Math.Log);

    public static Vector512<double> Log(Vector512<double> x) => Map(x, Math.Log);

    public static Vector128<double> Log1P(Vector128<double> x) => Map(x, Log1P);

    public static Vector256<double> Log1P(Vector256<double> x) => Map(x, Log1P);

    public static Vector512<double> Log1P(Vector512<double> x) => Map(x, Log1P);

    public static Vector128<double> Tanh(Vector128<double> x) => Map(x, Math.Tanh);

    public static Vector256<double> Tanh(Vector256<double> x) => Map(x, Math.Tanh);

    public static Vector512<double> Tanh(Vector512<double> x) => Map(x, Math.Tanh);

    public static Vector128<double> Sigmoid(Vector128<double> x) => Map(x, Sigmoid);

    public static Vector256<double> Sigmoid(Vector256<double> x) => Map(x, Sigmoid);

    public static Vector512<double> Sigmoid(Vector512<double> x) => Map(x, Sigmoid);

    public static Vector128<double> Softplus(Vector128<double> x) => Map(x, Softplus);

    public static Vector256<double> Softplus(Vector256<double> x) => Map(x, Softplus);

    public static Vector512<double> Softplus(Vector512<double> x) => Map(x, Softplus);

    public static Vector128<double> NormalCdf(Vector128<double> x) => Map(x, NormalCdf);

    public static Vector256<double> NormalCdf(Vector256<double> x) => Map(x, NormalCdf);

    public static Vector512<double> NormalCdf(Vector512<double> x) => Map(x, NormalCdf);

    public static Vector128<double> NormalDensity(Vector128<double> x) => Map(x, NormalDensity);

    public static Vector256<double> NormalDensity(Vector256<double> x) => Map(x, NormalDensity);

    public static Vector512<double> NormalDensity(Vector512<double> x) => Map(x, NormalDensity);

    public static Vector128<double> Mish(Vector128<double> x) => Map(x, Mish);

    public static Vector256<double> Mish(Vector256<double> x) => Map(x, Mish);

    public static Vector512<double> Mish(Vector512<double> x) => Map(x, Mish);

    public static Vector128<double> MishDerivative(Vector128<double> x) => Map(x, MishDerivative);

    public static Vector256<double> MishDerivative(Vector256<double> x) => Map(x, MishDerivative);

    public static Vector512<double> MishDerivative(Vector512<double> x) => Map(x, MishDerivative);

    public static double MaxLane(Vector128<double> v) => Math.Max(v[0], v[1]);

    public static double MaxLane(Vector256<double> v) => Math.Max(MaxLane(v.GetLower()), MaxLane(v.GetUpper()));

    public static double MaxLane(Vector512<double> v) => Math.Max(MaxLane(v.GetLower()), MaxLane(v.GetUpper()));

    /// <summary>eˣ − 1. The framework's own subtracts and loses all digits near 0; Kahan's correction keeps them.</summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
            return x;
        double difference = u - 1;
        return difference == -1 || double.IsInfinity(u) ? difference : difference * x / Math.Log(u);
    }

    /// <summary>1 / (1 + e⁻ˣ), without an overflow on either side.</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>Φ(x) = erfc(−x/√2) / 2.</summary>
    public static double NormalCdf(double x)
    {
        double tail = HalfErfc(Math.Abs(x) / Math.Sqrt(2));
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>φ(x) = e^(−x²/2) / √(2π).</summary>
    public static double Mish(double x) => x * Math.Tanh(Softplus(x));

    public static double MishDerivative(double x)
    {
        double t = Math.Tanh(Softplus(x));
        return t + (x * Sigmoid(x) * (1 - (t * t)));
    }

    public static double NormalDensity(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>ln(1 + x), without loss of digits near 0.</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>erfc(z)/2 for z ≥ 0: Taylor's series with positive terms only, and the continued fraction where that would cancel.</summary>
    private static double HalfErfc(double z)
    {
        double density = Math.Exp(-z * z) / Math.Sqrt(Math.PI);
        if (z < 1.5)
        {
            // erf(z) = 2/√π e^(−z²) Σ 2ⁿ z^(2n+1) / (1·3·…·(2n+1))
            double term = z, sum = z;
            for (int n = 1; n < 200 && term > sum * 1e-18; n++)
            {
                term *= 2 * z * z / ((2 * n) + 1);
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        // √π e^(z²) erfc(z) = 1 / (z + (1/2) / (z + 1 / (z + (3/2) / (z + …)))), from the inside out.
        double fraction = z;
        for (int n = 200; n >= 1; n--)
            fraction = z + (0.5 * n / fraction);
        return 0.5 * density / fraction;
    }

    private static Vector128<double> Map(Vector128<double> x, Func<double, double> f) => Vector128.Create(f(x[0]), f(x[1]));

    private static Vector256<double> Map(Vector256<double> x, Func<double, double> f) =>
        Vector256.Create(Map(x.GetLower(), f), Map(x.GetUpper(), f));

    private static Vector512<double> Map(Vector512<double> x, Func<double, double> f) =>
        Vector512.Create(Map(x.GetLower(), f), Map(x.GetUpper(), f));
}
