using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Netsmith.CompilerServices;

/// <summary>
/// Elementary functions of float vectors: at most 4 ulp from the true value (docs/numerics.md has the measured maxima), with exact
/// limits and NaN kept. Every width, and the scalar overload, gives the same bits for the same lane: all of them run the same
/// operations in the same order.
/// </summary>
/// <remarks>
/// exp: x = n·ln2 + r with n an integer and |r| ≤ ln2/2 (Cody and Waite, "Software Manual for the Elementary Functions", 1980);
/// e^r = 1 + r + r²·q(r) with q the polynomial of degree 4 whose largest relative error in e^r - 1 is least (Remez), 0.2 ulp;
/// then a multiplication by 2^n that rounds once, also where the result is subnormal.
/// </remarks>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln2, and in two parts; the first has 10 bits, so n times it is exact even without a fused multiply-add.
    private const float Ln2 = 0.693147182f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    // q in e^r = 1 + r + r²·q(r), |r| ≤ 0.3473.
    private const float E0 = 0.49999997f, E1 = 0.16666542f, E2 = 0.0416672044f, E3 = 0.00836664718f, E4 = 0.00138824957f;

    // e^-104 rounds to 0 and e^89 to infinity: arguments beyond are moved there.
    private const float ExpLowest = -104f, ExpHighest = 89f;

    // Adding 1.5·2^23 rounds to an integer; the integer stands in the low bits of the sum. Adding b more makes those bits n + b,
    // so that shifting them into the exponent gives 2^n at once (b = 127), 2^(n-1) (b = 126), or leaves room for a split (b = 254).
    private const float RoundAndBias127 = 12582912f + 127f, RoundAndBias126 = 12582912f + 126f, RoundAndBias254 = 12582912f + 254f;

    /// <inheritdoc cref="Exp(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Exp(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="ExpM1(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ExpM1(float x) => ExpM1(Vector128.CreateScalar(x)).ToScalar();

    // Vector128

    /// <summary>e^x. Overflows to infinity above 88.72, is subnormal below -87.3 and 0 below -103.98.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x) => ExpUpTo89(V128.MinNative(Vector128.Create(ExpHighest), x));

    /// <summary>e^x - 1, without loss of digits near 0. -1 below -17.3; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpM1(Vector128<float> x)
    {
        Vector128<float> y = V128.MinNative(Vector128.Create(ExpHighest), V128.MaxNative(Vector128.Create(-25f), x));
        Vector128<float> shifted = V128.MultiplyAddEstimate(y, Vector128.Create(Log2E), Vector128.Create(RoundAndBias126));
        Vector128<float> n = shifted - Vector128.Create(RoundAndBias126);
        Vector128<float> e = ExpM1Reduced(V128.MultiplyAddEstimate(n, Vector128.Create(-Ln2Low), V128.MultiplyAddEstimate(n, Vector128.Create(-Ln2High), y)));
        // 2^n·(1 + e) - 1, halved until the end because 2^128 is not a float.
        Vector128<float> half = Vector128.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector128<float> result = V128.MultiplyAddEstimate(half, e, half - Vector128.Create(0.5f));
        return Vector128.ConditionalSelect(Vector128.LessThan(Vector128.Abs(x), Vector128.Create(2.98e-8f)), x, result + result);
    }

    // e^x for x ≤ 89 or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpUpTo89(Vector128<float> x)
    {
        x = V128.MaxNative(Vector128.Create(ExpLowest), x);
        Vector128<float> shifted = V128.MultiplyAddEstimate(x, Vector128.Create(Log2E), Vector128.Create(RoundAndBias254));
        Vector128<float> n = shifted - Vector128.Create(RoundAndBias254);
        Vector128<float> r = V128.MultiplyAddEstimate(n, Vector128.Create(-Ln2High), x);
        r = V128.MultiplyAddEstimate(n, Vector128.Create(-Ln2Low), r);
        Vector128<float> q = V128.MultiplyAddEstimate(Vector128.Create(E4), r, Vector128.Create(E3));
        q = V128.MultiplyAddEstimate(q, r, Vector128.Create(E2));
        q = V128.MultiplyAddEstimate(q, r, Vector128.Create(E1));
        q = V128.MultiplyAddEstimate(q, r, Vector128.Create(E0));
        q = V128.MultiplyAddEstimate(q, r, Vector128<float>.One);
        q = V128.MultiplyAddEstimate(q, r, Vector128<float>.One);
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(q, n);
        // 2^n as a product of two powers that are both normal; only the last multiplication can round.
        Vector128<int> first = Vector128.ShiftRightLogical(shifted.AsInt32(), 1);
        Vector128<int> second = shifted.AsInt32() - first;
        return q * Vector128.ShiftLeft(first, 23).AsSingle() * Vector128.ShiftLeft(second, 23).AsSingle();
    }

    // e^r - 1, |r| ≤ ln2/2. Products side by side (Estrin's scheme): a shorter chain of as many operations.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpM1Reduced(Vector128<float> r)
    {
        Vector128<float> square = r * r;
        Vector128<float> q = V128.MultiplyAddEstimate(Vector128.Create(E4), square, V128.MultiplyAddEstimate(Vector128.Create(E3), r, Vector128.Create(E2)));
        q = V128.MultiplyAddEstimate(q, square, V128.MultiplyAddEstimate(Vector128.Create(E1), r, Vector128.Create(E0)));
        return V128.MultiplyAddEstimate(q, square, r);
    }

    // Vector256

    /// <summary>e^x. Overflows to infinity above 88.72, is subnormal below -87.3 and 0 below -103.98.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => ExpUpTo89(V256.MinNative(Vector256.Create(ExpHighest), x));

    /// <summary>e^x - 1, without loss of digits near 0. -1 below -17.3; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpM1(Vector256<float> x)
    {
        Vector256<float> y = V256.MinNative(Vector256.Create(ExpHighest), V256.MaxNative(Vector256.Create(-25f), x));
        Vector256<float> shifted = V256.MultiplyAddEstimate(y, Vector256.Create(Log2E), Vector256.Create(RoundAndBias126));
        Vector256<float> n = shifted - Vector256.Create(RoundAndBias126);
        Vector256<float> e = ExpM1Reduced(V256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Low), V256.MultiplyAddEstimate(n, Vector256.Create(-Ln2High), y)));
        // 2^n·(1 + e) - 1, halved until the end because 2^128 is not a float.
        Vector256<float> half = Vector256.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector256<float> result = V256.MultiplyAddEstimate(half, e, half - Vector256.Create(0.5f));
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(2.98e-8f)), x, result + result);
    }

    // e^x for x ≤ 89 or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpUpTo89(Vector256<float> x)
    {
        x = V256.MaxNative(Vector256.Create(ExpLowest), x);
        Vector256<float> shifted = V256.MultiplyAddEstimate(x, Vector256.Create(Log2E), Vector256.Create(RoundAndBias254));
        Vector256<float> n = shifted - Vector256.Create(RoundAndBias254);
        Vector256<float> r = V256.MultiplyAddEstimate(n, Vector256.Create(-Ln2High), x);
        r = V256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Low), r);
        Vector256<float> q = V256.MultiplyAddEstimate(Vector256.Create(E4), r, Vector256.Create(E3));
        q = V256.MultiplyAddEstimate(q, r, Vector256.Create(E2));
        q = V256.MultiplyAddEstimate(q, r, Vector256.Create(E1));
        q = V256.MultiplyAddEstimate(q, r, Vector256.Create(E0));
        q = V256.MultiplyAddEstimate(q, r, Vector256<float>.One);
        q = V256.MultiplyAddEstimate(q, r, Vector256<float>.One);
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(q, n);
        // 2^n as a product of two powers that are both normal; only the last multiplication can round.
        Vector256<int> first = Vector256.ShiftRightLogical(shifted.AsInt32(), 1);
        Vector256<int> second = shifted.AsInt32() - first;
        return q * Vector256.ShiftLeft(first, 23).AsSingle() * Vector256.ShiftLeft(second, 23).AsSingle();
    }

    // e^r - 1, |r| ≤ ln2/2. Products side by side (Estrin's scheme): a shorter chain of as many operations.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpM1Reduced(Vector256<float> r)
    {
        Vector256<float> square = r * r;
        Vector256<float> q = V256.MultiplyAddEstimate(Vector256.Create(E4), square, V256.MultiplyAddEstimate(Vector256.Create(E3), r, Vector256.Create(E2)));
        q = V256.MultiplyAddEstimate(q, square, V256.MultiplyAddEstimate(Vector256.Create(E1), r, Vector256.Create(E0)));
        return V256.MultiplyAddEstimate(q, square, r);
    }

    // Vector512

    /// <summary>e^x. Overflows to infinity above 88.72, is subnormal below -87.3 and 0 below -103.98.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => ExpUpTo89(V512.MinNative(Vector512.Create(ExpHighest), x));

    /// <summary>e^x - 1, without loss of digits near 0. -1 below -17.3; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpM1(Vector512<float> x)
    {
        Vector512<float> y = V512.MinNative(Vector512.Create(ExpHighest), V512.MaxNative(Vector512.Create(-25f), x));
        Vector512<float> shifted = V512.MultiplyAddEstimate(y, Vector512.Create(Log2E), Vector512.Create(RoundAndBias126));
        Vector512<float> n = shifted - Vector512.Create(RoundAndBias126);
        Vector512<float> e = ExpM1Reduced(V512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), V512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), y)));
        // 2^n·(1 + e) - 1, halved until the end because 2^128 is not a float.
        Vector512<float> half = Vector512.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector512<float> result = V512.MultiplyAddEstimate(half, e, half - Vector512.Create(0.5f));
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(2.98e-8f)), x, result + result);
    }

    // e^x for x ≤ 89 or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpUpTo89(Vector512<float> x)
    {
        x = V512.MaxNative(Vector512.Create(ExpLowest), x);
        Vector512<float> shifted = V512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(RoundAndBias254));
        Vector512<float> n = shifted - Vector512.Create(RoundAndBias254);
        Vector512<float> r = V512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        r = V512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), r);
        Vector512<float> q = V512.MultiplyAddEstimate(Vector512.Create(E4), r, Vector512.Create(E3));
        q = V512.MultiplyAddEstimate(q, r, Vector512.Create(E2));
        q = V512.MultiplyAddEstimate(q, r, Vector512.Create(E1));
        q = V512.MultiplyAddEstimate(q, r, Vector512.Create(E0));
        q = V512.MultiplyAddEstimate(q, r, Vector512<float>.One);
        q = V512.MultiplyAddEstimate(q, r, Vector512<float>.One);
        if (Avx512F.IsSupported)
            return Avx512F.Scale(q, n);
        // 2^n as a product of two powers that are both normal; only the last multiplication can round.
        Vector512<int> first = Vector512.ShiftRightLogical(shifted.AsInt32(), 1);
        Vector512<int> second = shifted.AsInt32() - first;
        return q * Vector512.ShiftLeft(first, 23).AsSingle() * Vector512.ShiftLeft(second, 23).AsSingle();
    }

    // e^r - 1, |r| ≤ ln2/2. Products side by side (Estrin's scheme): a shorter chain of as many operations.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpM1Reduced(Vector512<float> r)
    {
        Vector512<float> square = r * r;
        Vector512<float> q = V512.MultiplyAddEstimate(Vector512.Create(E4), square, V512.MultiplyAddEstimate(Vector512.Create(E3), r, Vector512.Create(E2)));
        q = V512.MultiplyAddEstimate(q, square, V512.MultiplyAddEstimate(Vector512.Create(E1), r, Vector512.Create(E0)));
        return V512.MultiplyAddEstimate(q, square, r);
    }
}
