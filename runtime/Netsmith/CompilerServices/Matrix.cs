using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>Rearranges matrices. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Matrix
{
    /// <summary>Writes the transpose of a row-major matrix.</summary>
    /// <param name="source">[rows, columns]</param>
    /// <param name="destination">Receives [columns, rows], each row <paramref name="stride"/> elements after the one before.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="stride">At least <paramref name="rows"/>; what lies between two rows is left as it is.</param>
    public static void Transpose(ReadOnlySpan<float> source, Span<float> destination, int rows, int columns, int stride)
    {
        Check.Length(source.Length, rows * columns, nameof(source));
        Check.Length(destination.Length, stride * columns, nameof(destination));
        // Blocks of a cache line's width each way: read or written along the wrong dimension, a whole row would leave the cache.
        const int Block = 16;
        for (int r = 0; r < rows; r += Block)
        {
            int lastRow = Math.Min(rows, r + Block);
            for (int c = 0; c < columns; c++)
            {
                for (int row = r; row < lastRow; row++)
                    destination[(c * stride) + row] = source[(row * columns) + c];
            }
        }
    }
}
