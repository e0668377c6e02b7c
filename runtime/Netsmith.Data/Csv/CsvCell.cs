using System.Globalization;

namespace Netsmith;

/// <summary>What the text of a cell means, the same on every machine whatever its culture.</summary>
internal static class CsvCell
{
    /// <summary>No float needs more; the rest is a damaged file.</summary>
    private const int LongestNumber = 200;

    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number: sign, digits, point, exponent. Nothing else: no thousands, no currency, no words, no other digits.</summary>
    /// <param name="text">The cell without the spaces around it.</param>
    /// <param name="value">The number, finite.</param>
    /// <returns>Null, or why the text is no number.</returns>
    public static string? ReadNumber(string text, out float value)
    {
        value = 0;
        if (text.Length > LongestNumber)
            return string.Create(CultureInfo.InvariantCulture, $"a text of {text.Length} characters");
        foreach (char c in text)
        {
            // The framework's parser would accept trailing NULs, NaN and Infinity.
            if (!(char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E'))
                return FormatReader.Quote(text);
        }
        if (!float.TryParse(text, Style, CultureInfo.InvariantCulture, out value))
            return FormatReader.Quote(text);
        return float.IsFinite(value) ? null : FormatReader.Quote(text) + ", which is too large for a float";
    }

    /// <summary>What to do about a cell that is no number.</summary>
    public static string Advice(string text) => text switch
    {
        "" => "Set MissingValues, or fill it",
        "?" or "NA" or "N/A" or "NaN" or "nan" or "null" or "NULL" or "None" or "-" =>
            "If it means a missing value, add it to MissingMarkers and set MissingValues",
        _ when text.All(static c => char.IsAsciiDigit(c) || c is ',' or '.' or '-' or '+') && text.Contains(',') =>
            "Numbers are written with a point and without thousands separators",
        _ => "If the column holds categories, name it in Categories; if it is not needed, in Ignore",
    };

    /// <summary>Orders the names of classes and categories: numerically where all are integers, otherwise ordinally.</summary>
    public static string[] Sort(IEnumerable<string> names)
    {
        string[] sorted = [.. names];
        Array.Sort(sorted, StringComparer.Ordinal);
        if (sorted.All(static name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
            Array.Sort(sorted.Select(static name => long.Parse(name, CultureInfo.InvariantCulture)).ToArray(), sorted);
        return sorted;
    }
}
