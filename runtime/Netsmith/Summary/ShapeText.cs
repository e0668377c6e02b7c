using System.Globalization;

namespace Netsmith;

/// <summary>Shapes as the library prints them, and their sizes.</summary>
internal static class ShapeText
{
    /// <summary>"[1, 28, 28]"; "[]" for a scalar.</summary>
    public static string Format(IEnumerable<int> shape) => $"[{string.Join(", ", shape.Select(Text))}]";

    /// <summary>"[1, 28, 28]"; "[]" for a scalar.</summary>
    public static string Format(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(static size => size.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>"[1, 28, 28]"; "[]" for a scalar.</summary>
    public static string Format(ReadOnlySpan<int> shape) => Format(shape.ToArray().AsEnumerable());

    /// <summary>The product of the sizes; 1 for a scalar.</summary>
    /// <exception cref="OverflowException">The product does not fit.</exception>
    public static int Size(IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int size = 1;
        foreach (int dimension in shape)
            size = checked(size * dimension);
        return size;
    }

    private static string Text(int size) => size.ToString(CultureInfo.InvariantCulture);
}
