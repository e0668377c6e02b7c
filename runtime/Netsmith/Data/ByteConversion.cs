using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Netsmith;

/// <summary>
/// value = byte · scale + offset, rounded after the product and after the sum (never fused), so that every vector width and the
/// scalar tail give the same bits.
/// </summary>
internal static class ByteConversion
{
    private const int CacheLine = 64;

    /// <summary>Converts with the widest vectors of the machine.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="destination">At least as many floats.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added to the product.</param>
    public static void Convert(ReadOnlySpan<byte> source, Span<float> destination, float scale, float offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int done = 0;
        if (Avx512F.IsSupported)
            done = Convert512(ref from, ref to, source.Length, scale, offset);
        else if (Avx2.IsSupported)
            done = Convert256(ref from, ref to, source.Length, scale, offset);
        else if (Vector128.IsHardwareAccelerated)
            done = Convert128(ref from, ref to, source.Length, scale, offset);
        ConvertScalar(ref from, ref to, done, source.Length, scale, offset);
    }

    /// <summary>Converts one by one from index <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ConvertScalar(ref byte from, ref float to, int start, int length, float scale, float offset)
    {
        for (int i = start; i < length; i++)
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) * scale + offset;
    }

    /// <summary>Converts blocks of 16 with AVX-512; returns how many values are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Convert512(ref byte from, ref float to, int length, float scale, float offset)
    {
        Vector512<float> factor = Vector512.Create(scale), addend = Vector512.Create(offset);
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            Vector512<int> wide = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref from, (nuint)i));
            (Vector512.ConvertToSingle(wide) * factor + addend).StoreUnsafe(ref to, (nuint)i);
        }
        return i;
    }

    /// <summary>Converts blocks of 16 with AVX2; returns how many values are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Convert256(ref byte from, ref float to, int length, float scale, float offset)
    {
        Vector256<float> factor = Vector256.Create(scale), addend = Vector256.Create(offset);
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
            Vector256<int> low = Avx2.ConvertToVector256Int32(bytes);
            Vector256<int> high = Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(bytes, 8));
            (Vector256.ConvertToSingle(low) * factor + addend).StoreUnsafe(ref to, (nuint)i);
            (Vector256.ConvertToSingle(high) * factor + addend).StoreUnsafe(ref to, (nuint)i + 8);
        }
        return i;
    }

    /// <summary>Converts blocks of 16 with 128-bit vectors of any instruction set; returns how many values are done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Convert128(ref byte from, ref float to, int length, float scale, float offset)
    {
        Vector128<float> factor = Vector128.Create(scale), addend = Vector128.Create(offset);
        int i = 0;
        for (; i <= length - 16; i += 16)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, (nuint)i));
            (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(low);
            (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(high);
            (Vector128.ConvertToSingle(first.AsInt32()) * factor + addend).StoreUnsafe(ref to, (nuint)i);
            (Vector128.ConvertToSingle(second.AsInt32()) * factor + addend).StoreUnsafe(ref to, (nuint)i + 4);
            (Vector128.ConvertToSingle(third.AsInt32()) * factor + addend).StoreUnsafe(ref to, (nuint)i + 8);
            (Vector128.ConvertToSingle(fourth.AsInt32()) * factor + addend).StoreUnsafe(ref to, (nuint)i + 12);
        }
        return i;
    }

    /// <summary>Asks for memory that will soon be read; a hint only.</summary>
    public static unsafe void Prefetch(ReadOnlySpan<byte> memory)
    {
        if (!Sse.IsSupported)
            return;
        ref byte first = ref MemoryMarshal.GetReference(memory);
        for (int i = 0; i < memory.Length; i += CacheLine)
        {
            // Not pinned on purpose: should the collector move the array now, a wrong line is fetched and nothing else happens.
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, i)));
        }
    }
}
