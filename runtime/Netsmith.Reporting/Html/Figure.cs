using System.Globalization;

namespace Netsmith;

/// <summary>Numbers as reports and the console show them, the same in every culture.</summary>
internal static class Figure
{
    /// <summary>What stands for a figure that was not measured.</summary>
    public const string None = "–";

    /// <summary>A loss, a rate, a weight: four significant digits.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        0 => "0",
        _ when Math.Abs(value) is >= 1e-4 and < 1e6 => value.ToString("G4", CultureInfo.InvariantCulture) is var text && text.Contains('E')
            ? value.ToString("F0", CultureInfo.InvariantCulture)
            : text,
        _ => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>A number that may not have been measured.</summary>
    public static string Number(double? value) => value is double measured ? Number(measured) : None;

    /// <summary>A share as a percentage: "97.93 %". Not measured where there is none or it is not a number.</summary>
    public static string Percent(double? share) => share is double value && double.IsFinite(value)
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:F2} %")
        : None;

    /// <summary>A count: "60,000".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time: "0.35 s", "2 min 5 s", "3 h 2 min".</summary>
    public static string Seconds(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0 || seconds > 1e9)
            return None;
        if (seconds < 59.995)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");
        long whole = (long)Math.Round(seconds);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60} s")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60} min");
    }

    /// <summary>A coordinate of a drawing.</summary>
    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>An opacity.</summary>
    public static string Opacity(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A text with numbers.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
