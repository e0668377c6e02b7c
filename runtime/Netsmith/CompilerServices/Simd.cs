using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Netsmith.CompilerServices;

/// <summary>Vector operations that generated code needs on .NET 8 as well, and horizontal sums in one fixed order.</summary>
/// <remarks>
/// The order of every horizontal sum: first inside each group of four lanes, (v0 + v2) + (v1 + v3), then over the groups, whose upper
/// half is added to the lower half until one is left: g0 + g1 of two groups, (g0 + g2) + (g1 + g3) of four. Sum and Sum4 agree to the
/// last bit. The order is the one that costs the fewest shuffles where four sums are taken at once.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Simd
{
    /// <summary>a·b + c: fused, with one rounding, where the processor has the instruction; else a product and a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => V128.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc cref="MultiplyAdd(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => V256.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc cref="MultiplyAdd(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => V512.MultiplyAddEstimate(a, b, c);

    /// <summary>a·b + c of single values, with the bits that a lane of the vector overloads has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) =>
        MultiplyAdd(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b), Vector128.CreateScalarUnsafe(c)).ToScalar();

    /// <summary>The sum of the lanes: (v0 + v2) + (v1 + v3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> v)
    {
        Vector128<float> pairs = v + Vector128.Shuffle(v, Vector128.Create(2, 3, 2, 3));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <summary>The sum of the lanes: two groups of four, g0 + g1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> v)
    {
        if (!Avx.IsSupported)
            return Sum(v.GetLower()) + Sum(v.GetUpper());
        v += Avx.Permute(v, 0b_11_10_11_10);
        v += Avx.Permute(v, 0b_01_01_01_01);
        return v.ToScalar() + v.GetUpper().ToScalar();
    }

    /// <summary>The sum of the lanes: four groups of four, (g0 + g2) + (g1 + g3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> v)
    {
        if (!Avx512F.IsSupported)
        {
            Vector256<float> low = v.GetLower(), high = v.GetUpper();
            return Sum(low.GetLower()) + Sum(high.GetLower()) + (Sum(low.GetUpper()) + Sum(high.GetUpper()));
        }

        v += Avx512F.Permute4x32(v, 0b_11_10_11_10);
        v += Avx512F.Permute4x32(v, 0b_01_01_01_01);
        Vector256<float> groups = v.GetLower() + v.GetUpper();
        return groups.ToScalar() + groups.GetUpper().ToScalar();
    }

    /// <summary>[a0 + a1, a2 + a3, b0 + b1, b2 + b3].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumPairs(Vector128<float> a, Vector128<float> b)
    {
        if (Sse3.IsSupported)
            return Sse3.HorizontalAdd(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.AddPairwise(a, b);
        return Vector128.Create(a[0] + a[1], a[2] + a[3], b[0] + b[1], b[2] + b[3]);
    }

    /// <summary>[Sum(a), Sum(b), Sum(c), Sum(d)], to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            Vector128<float> ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b);                // a0+a2, b0+b2, a1+a3, b1+b3
            Vector128<float> cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
            return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<float> ab = AdvSimd.Arm64.ZipLow(a, b) + AdvSimd.Arm64.ZipHigh(a, b);
            Vector128<float> cd = AdvSimd.Arm64.ZipLow(c, d) + AdvSimd.Arm64.ZipHigh(c, d);
            return Vector128.Create(ab.GetLower(), cd.GetLower()) + Vector128.Create(ab.GetUpper(), cd.GetUpper());
        }

        return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
    }

    /// <inheritdoc cref="Sum4(Vector128{float}, Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        if (!Avx.IsSupported)
        {
            return Sum4(a.GetLower(), b.GetLower(), c.GetLower(), d.GetLower())
                + Sum4(a.GetUpper(), b.GetUpper(), c.GetUpper(), d.GetUpper());
        }

        Vector256<double> ab = (Avx.UnpackLow(a, b) + Avx.UnpackHigh(a, b)).AsDouble();      // in each group: a0+a2, b0+b2, a1+a3, b1+b3
        Vector256<double> cd = (Avx.UnpackLow(c, d) + Avx.UnpackHigh(c, d)).AsDouble();
        Vector256<float> groups = Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle();
        return groups.GetLower() + groups.GetUpper();
    }

    /// <inheritdoc cref="Sum4(Vector128{float}, Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
        }

        Vector512<double> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble();   // as in the overload above
        Vector512<double> cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        Vector512<float> groups = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        Vector256<float> half = groups.GetLower() + groups.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
