using System.Globalization;

namespace Netsmith.Generator.Emission;

/// <summary>Numbers as C# text. The only way a number reaches the output, so that no culture can change it.</summary>
internal static class Literal
{
    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>With thousands separators, for comments and tables.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A literal of the element type that parses back to the same bits.</summary>
    public static string Real(double value, ElementType element)
    {
        if (double.IsNaN(value))
            return element.Name + ".NaN";
        if (double.IsInfinity(value))
            return element.Name + (value > 0 ? ".PositiveInfinity" : ".NegativeInfinity");
        return element.Size == 4 ? Shortest((float)value) + "f" : Shortest(value) + "d";
    }

    private static string Shortest(float value)
    {
        for (int digits = 6; digits < 9; digits++)
        {
            string text = value.ToString("G" + Integer(digits), CultureInfo.InvariantCulture);
            // As a double: what 6 digits make of the largest float is infinite as a float, which the older framework refuses to read.
            if ((float)double.Parse(text, CultureInfo.InvariantCulture) == value)
                return text;
        }
        return value.ToString("G9", CultureInfo.InvariantCulture);
    }

    private static string Shortest(double value)
    {
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) && parsed == value
            ? text
            : value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary><c>1 sample</c>, <c>4 samples</c></summary>
    public static string Count(int count, string noun) => $"{Integer(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Consecutive indices, for comments: <c>Output 8.</c>, <c>Outputs 8 and 9.</c>, <c>Outputs 8 to 11.</c></summary>
    public static string Range(string noun, int first, int count) => count == 1
        ? $"{noun} {Integer(first)}."
        : $"{noun}s {Integer(first)} {(count == 2 ? "and" : "to")} {Integer(first + count - 1)}.";

    /// <summary>As a person would write it, for comments: <c>0.01</c>.</summary>
    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
