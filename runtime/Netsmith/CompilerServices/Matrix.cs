using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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
        unsafe
        {
            fixed (float* from = source, to = destination)
                Transpose(from, to, rows, columns, stride);
        }
    }

    /// <inheritdoc cref="Transpose(ReadOnlySpan{float}, Span{float}, int, int, int)"/>
    /// <typeparam name="T">Float, for which four by four elements pass through registers at a time, or double.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Transpose<T>(T* source, T* destination, int rows, int columns, int stride)
        where T : unmanaged
    {
        // Blocks of a cache line's width each way: read or written along the wrong dimension, a whole row would leave the cache.
        const int Block = 16;
        for (int r = 0; r < rows; r += Block)
        {
            int lastRow = Math.Min(rows, r + Block), row = r;
            if (typeof(T) == typeof(float))
            {
                for (; row <= lastRow - 4; row += 4)
                    Transpose4((float*)source + ((nint)row * columns), (float*)destination + row, columns, stride);
            }
            for (; row < lastRow; row++)
            {
                for (nint c = 0; c < columns; c++)
                    destination[(c * stride) + row] = source[((nint)row * columns) + c];
            }
        }
    }

    /// <summary>Four rows to four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Transpose4(float* source, float* destination, nint columns, nint stride)
    {
        nint c = 0;
        for (; c <= columns - 4; c += 4)
        {
            float* from = source + c, to = destination + (c * stride);
            Vector128<float> first = Vector128.Load(from), second = Vector128.Load(from + columns);
            Vector128<float> third = Vector128.Load(from + (2 * columns)), fourth = Vector128.Load(from + (3 * columns));
            Vector128<float> ab = InterleaveLower(first, second), abUpper = InterleaveUpper(first, second);
            Vector128<float> cd = InterleaveLower(third, fourth), cdUpper = InterleaveUpper(third, fourth);
            LowerHalves(ab, cd).Store(to);
            UpperHalves(ab, cd).Store(to + stride);
            LowerHalves(abUpper, cdUpper).Store(to + (2 * stride));
            UpperHalves(abUpper, cdUpper).Store(to + (3 * stride));
        }
        for (; c < columns; c++)
        {
            for (int row = 0; row < 4; row++)
                destination[(c * stride) + row] = source[(row * columns) + c];
        }
    }

    /// <summary>a0, b0, a1, b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2, b2, a3, b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    /// <summary>a0, a1, b0, b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LowerHalves(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(a, b) : Vector128.Create(a.GetLower(), b.GetLower());

    /// <summary>a2, a3, b2, b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UpperHalves(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveHighToLow(b, a) : Vector128.Create(a.GetUpper(), b.GetUpper());
}
