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
        return element.Size == 4
            ? ((float)value).ToString("G9", CultureInfo.InvariantCulture) + "f"
            : value.ToString("G17", CultureInfo.InvariantCulture) + "d";
    }

    /// <summary>As a person would write it, for comments: <c>0.01</c>.</summary>
    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
