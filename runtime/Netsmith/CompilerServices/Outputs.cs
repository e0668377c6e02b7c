using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

/// <summary>Reads a network's outputs. For generated code and the runtime itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Outputs
{
    /// <summary>The index of the largest value; of equal ones the first. NaN counts as -infinity.</summary>
    /// <param name="values">At least one value.</param>
    /// <remarks>
    /// Of eight values and more without branches on them: a processor cannot predict which of ten classes wins, and three wrong
    /// guesses cost more than a vector's maximum.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int lanes = Vector256<float>.Count;
        if (values.Length < lanes)
            return IndexOfMaxOfFew(values);
        ref float first = ref MemoryMarshal.GetReference(values);
        // The last vector may overlap the one before: the same value twice changes no maximum, and its first place is found first.
        int lastVector = values.Length - lanes;
        Vector256<float> largest = Numbers(ref first, lastVector);
        for (int i = 0; i < lastVector; i += lanes)
            largest = Vector256.ConditionalSelect(Vector256.GreaterThan(Numbers(ref first, i), largest), Numbers(ref first, i), largest);
        Vector256<float> max = Vector256.Create(VectorMath.MaxLane(largest));
        for (int i = 0; i < lastVector; i += lanes)
        {
            uint found = Vector256.Equals(Numbers(ref first, i), max).ExtractMostSignificantBits();
            if (found != 0)
                return i + BitOperations.TrailingZeroCount(found);
        }
        return lastVector + BitOperations.TrailingZeroCount(Vector256.Equals(Numbers(ref first, lastVector), max).ExtractMostSignificantBits());
    }

    private static int IndexOfMaxOfFew(ReadOnlySpan<float> values)
    {
        int best = 0;
        float max = float.IsNaN(values[0]) ? float.NegativeInfinity : values[0];
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > max)
                (best, max) = (i, values[i]);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Numbers(ref float first, int index)
    {
        Vector256<float> values = Vector256.LoadUnsafe(ref first, (nuint)index);
        return Vector256.ConditionalSelect(Vector256.Equals(values, values), values, Vector256.Create(float.NegativeInfinity));
    }
}
