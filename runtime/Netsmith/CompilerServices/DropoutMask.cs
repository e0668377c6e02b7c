using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

/// <summary>Masks for dropout that depend on a key and a position alone, never on the vector width or on the order of the calls.</summary>
/// <remarks>
/// In wrapping 32-bit arithmetic, with (k0, k1) the two halves of splitmix64's output function of the key:
/// <code>
/// h = i·0x9E3779B9 + k0
/// h ^= h >> 16;   h *= 0x7FEB352D;   h ^= k1
/// h ^= h >> 15;   h *= 0x846CA68B;   h ^= h >> 16
/// </code>
/// Element i is dropped where h &lt; p·2³². The two multiplications and shifts are C. Wellons' "lowbias32" (hash prospector); the second
/// half of the key enters between them, so that two keys never give shifted copies of one sequence.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DropoutMask
{
    private const uint Golden = 0x9E3779B9, Multiplier1 = 0x7FEB352D, Multiplier2 = 0x846CA68B;

    /// <summary>Sets mask[i] to 0 with probability <paramref name="p"/>, else to 1/(1 - <paramref name="p"/>), for every i below <paramref name="count"/>.</summary>
    /// <param name="mask">Room for <paramref name="count"/> floats; no alignment needed.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="key">Which mask: a different one for every layer and step.</param>
    /// <param name="p">The probability of 0, from 0 to 1.</param>
    /// <param name="start">The index i of the first element, so that parts of one mask can be filled apart from each other.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is NaN or outside [0, 1], or <paramref name="count"/> is negative.</exception>
    public static void Fill(float* mask, int count, ulong key, double p, int start = 0)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "expected a probability from 0 to 1");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (p == 1)
        {
            new Span<float>(mask, count).Clear();
            return;
        }

        key = Mix(key);
        uint key0 = unchecked((uint)key + ((uint)start * Golden)), key1 = (uint)(key >> 32), threshold = (uint)(p * 4294967296.0);
        float kept = (float)(1 / (1 - p));
        if (Vector512.IsHardwareAccelerated)
            Fill512(mask, count, key0, key1, threshold, kept);
        else if (Vector256.IsHardwareAccelerated)
            Fill256(mask, count, key0, key1, threshold, kept);
        else
            Fill128(mask, count, key0, key1, threshold, kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fill512(float* mask, int count, uint key0, uint key1, uint threshold, float kept)
    {
        int i = 0;
        Vector512<uint> counter = Vector512.Create(Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(8u, 9, 10, 11, 12, 13, 14, 15)) * Golden + Vector512.Create(key0);
        for (; i <= count - 16; i += 16)
        {
            Vector512<uint> h = counter ^ Vector512.ShiftRightLogical(counter, 16);
            h = (h * Multiplier1) ^ Vector512.Create(key1);
            h = (h ^ Vector512.ShiftRightLogical(h, 15)) * Multiplier2;
            h ^= Vector512.ShiftRightLogical(h, 16);
            (Vector512.GreaterThanOrEqual(h, Vector512.Create(threshold)).AsSingle() & Vector512.Create(kept)).Store(mask + i);
            counter += Vector512.Create(unchecked(16 * Golden));
        }

        FillRest(mask, i, count, key0, key1, threshold, kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fill256(float* mask, int count, uint key0, uint key1, uint threshold, float kept)
    {
        int i = 0;
        Vector256<uint> counter = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7) * Golden + Vector256.Create(key0);
        for (; i <= count - 8; i += 8)
        {
            Vector256<uint> h = counter ^ Vector256.ShiftRightLogical(counter, 16);
            h = (h * Multiplier1) ^ Vector256.Create(key1);
            h = (h ^ Vector256.ShiftRightLogical(h, 15)) * Multiplier2;
            h ^= Vector256.ShiftRightLogical(h, 16);
            (Vector256.GreaterThanOrEqual(h, Vector256.Create(threshold)).AsSingle() & Vector256.Create(kept)).Store(mask + i);
            counter += Vector256.Create(unchecked(8 * Golden));
        }

        FillRest(mask, i, count, key0, key1, threshold, kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fill128(float* mask, int count, uint key0, uint key1, uint threshold, float kept)
    {
        int i = 0;
        Vector128<uint> counter = Vector128.Create(0u, 1, 2, 3) * Golden + Vector128.Create(key0);
        for (; i <= count - 4; i += 4)
        {
            Vector128<uint> h = counter ^ Vector128.ShiftRightLogical(counter, 16);
            h = (h * Multiplier1) ^ Vector128.Create(key1);
            h = (h ^ Vector128.ShiftRightLogical(h, 15)) * Multiplier2;
            h ^= Vector128.ShiftRightLogical(h, 16);
            (Vector128.GreaterThanOrEqual(h, Vector128.Create(threshold)).AsSingle() & Vector128.Create(kept)).Store(mask + i);
            counter += Vector128.Create(unchecked(4 * Golden));
        }

        FillRest(mask, i, count, key0, key1, threshold, kept);
    }

    internal static void FillRest(float* mask, int start, int count, uint key0, uint key1, uint threshold, float kept)
    {
        for (int i = start; i < count; i++)
            mask[i] = Hash(i, key0, key1) >= threshold ? kept : 0;
    }

    internal static uint Hash(int i, uint key0, uint key1)
    {
        uint h = unchecked((uint)i * Golden + key0);
        h = (unchecked((h ^ (h >> 16)) * Multiplier1)) ^ key1;
        h = unchecked((h ^ (h >> 15)) * Multiplier2);
        return h ^ (h >> 16);
    }

    // splitmix64's output function: keys that differ in one bit (seed + step, say) give unrelated halves.
    internal static ulong Mix(ulong key)
    {
        key = unchecked((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9);
        key = unchecked((key ^ (key >> 27)) * 0x94D049BB133111EB);
        return key ^ (key >> 31);
    }
}
