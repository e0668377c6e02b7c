namespace Netsmith.Tests.Numerics;

/// <summary>Elementary functions in double precision, good to about 1e-14 relative: the truth that float results are measured against.</summary>
internal static class TrueValues
{
    private static readonly double TwoOverSqrtPi = 2 / Math.Sqrt(Math.PI);

    // Below 0.02 the difference would lose more digits than the test can spare; eight terms of the series are exact there.
    public static double ExpM1(double x) => Math.Abs(x) < 0.02
        ? x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6 * (1 + x / 7 * (1 + x / 8)))))))
        : Math.Exp(x) - 1;

    // W. Kahan: the error of u = 1 + x cancels in the quotient.
    public static double Log1P(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * (x / (u - 1));
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    public static double Erf(double x) => Math.Abs(x) < 2 ? ErfSeries(x) : Math.Sign(x) * (1 - ErfcFraction(Math.Abs(x)));

    public static double Erfc(double x) => x < 1 ? 1 - Erf(x) : ErfcFraction(x);

    public static double NormalCdf(double x) => 0.5 * Erfc(-x / Math.Sqrt(2));

    public static double Mish(double x) => x * Math.Tanh(Softplus(x));

    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    // erf x = 2/√π·e^(-x²)·Σ 2ⁿ·x^(2n+1)/(2n+1)!!: every term has the same sign, so nothing cancels.
    private static double ErfSeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return TwoOverSqrtPi * Math.Exp(-x * x) * sum;
    }

    // erfc x = e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from the far end.
    private static double ErfcFraction(double x)
    {
        double fraction = x;
        for (int k = 120 + (int)(400 / (x * x)); k > 0; k--)
            fraction = x + k / 2.0 / fraction;
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
