using System.Globalization;

namespace Netsmith;

/// <summary>Range checks of hyper-parameters. Each returns the value, so that a property can check and store in one line.</summary>
internal static class HyperParameter
{
    /// <summary>A finite value of at least 0: rates, decays, epsilons.</summary>
    public static double NonNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number of at least 0");

    /// <summary>A finite value above 0.</summary>
    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw OutOfRange(name, value, "a finite number above 0");

    /// <summary>A value in [0, 1): the weight of the past in a moving average.</summary>
    public static double Decay(double value, string name) =>
        value >= 0 && value < 1 ? value : throw OutOfRange(name, value, "at least 0 and below 1");

    /// <summary>A value in [0, 1].</summary>
    public static double Fraction(double value, string name) =>
        value >= 0 && value <= 1 ? value : throw OutOfRange(name, value, "0 to 1");

    /// <summary>A count of at least <paramref name="minimum"/>.</summary>
    public static long AtLeast(long value, long minimum, string name) =>
        value >= minimum ? value : throw OutOfRange(name, value, string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"));

    /// <summary>The exception for a value outside its range, worded the same in every culture.</summary>
    public static ArgumentOutOfRangeException OutOfRange(string name, double value, string expected) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{name}: expected {expected}, found {value}."));
}
