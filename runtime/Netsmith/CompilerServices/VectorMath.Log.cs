using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

/// <content>Logarithms, and the smooth rectifier made of them.</content>
/// <remarks>
/// log: x = 2^n·(1 + f) with 1 + f between √½ and √2; log(1 + f) = f - f²/2 + f³·p(f) with p the polynomial of degree 7 whose
/// largest relative error in log(1 + f) is least (Remez), 0.1 ulp. log1p adds to f what 1 + x lost by rounding.
/// </remarks>
public static partial class VectorMath
{
    private const float L0 = 0.333333313f, L1 = -0.250008196f, L2 = 0.200012267f, L3 = -0.166233569f;
    private const float L4 = 0.142017603f, L5 = -0.131601825f, L6 = 0.127615616f, L7 = -0.0763447583f;

    private const float SmallestNormal = 1.17549435e-38f;

    // The bits of √½: an integer subtraction brings 1 + f into [√½, √2).
    private const int SqrtHalfBits = 0x3F3504F3;

    /// <inheritdoc cref="Log(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Log(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="Log1P(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1P(float x) => Log1P(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="Softplus(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Softplus(float x) => Softplus(Vector128.CreateScalar(x)).ToScalar();

    // Vector128

    /// <summary>The natural logarithm, subnormal arguments included. -∞ at 0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x)
    {
        Vector128<float> subnormal = Vector128.LessThan(x, Vector128.Create(SmallestNormal));
        Vector128<float> normal = x * Vector128.ConditionalSelect(subnormal, Vector128.Create(8388608f), Vector128<float>.One);
        Vector128<int> i = normal.AsInt32() - Vector128.Create(SqrtHalfBits);
        Vector128<float> n = Vector128.ConvertToSingle(Vector128.ShiftRightArithmetic(i, 23)) - (subnormal & Vector128.Create(23f));
        Vector128<float> f = ((i & Vector128.Create(0x7FFFFF)) + Vector128.Create(SqrtHalfBits)).AsSingle() - Vector128<float>.One;
        Vector128<float> result = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(float.PositiveInfinity)), LogOfParts(n, f), x);
        Vector128<float> edge = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), Vector128.Create(float.NaN));
        return Vector128.ConditionalSelect(Vector128.LessThanOrEqual(x, Vector128<float>.Zero), edge, result);
    }

    /// <summary>log(1 + x), without loss of digits near 0. -∞ at -1, NaN below -1; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1P(Vector128<float> x)
    {
        Vector128<float> u = x + Vector128<float>.One;
        Vector128<float> larger = V128.MaxNative(Vector128<float>.One, x), smaller = V128.MinNative(Vector128<float>.One, x);
        Vector128<float> lost = smaller - (u - larger);
        Vector128<int> i = u.AsInt32() - Vector128.Create(SqrtHalfBits);
        Vector128<int> exponent = Vector128.ShiftRightArithmetic(i, 23);
        Vector128<float> f = ((i & Vector128.Create(0x7FFFFF)) + Vector128.Create(SqrtHalfBits)).AsSingle() - Vector128<float>.One;
        // 2^-n; from n = 127 on it is 0, where the lost part no longer counts.
        Vector128<float> scale = Vector128.ShiftLeft(Vector128.Max(Vector128.Create(127) - exponent, Vector128<int>.Zero), 23).AsSingle();
        Vector128<float> result = LogOfParts(Vector128.ConvertToSingle(exponent), V128.MultiplyAddEstimate(lost, scale, f));
        Vector128<float> edge = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128.Create(-1f)), Vector128.Create(float.NegativeInfinity), Vector128.Create(float.NaN));
        Vector128<float> unchanged = Vector128.Equals(x, Vector128<float>.Zero) | Vector128.Equals(x, Vector128.Create(float.PositiveInfinity));
        result = Vector128.ConditionalSelect(unchanged, x, result);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128.Create(-1f)), result, edge);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softplus(Vector128<float> x)
    {
        Vector128<float> e = ExpUpTo89(x | Vector128.Create(SignBit));
        Vector128<float> far = Vector128.GreaterThan(e, Vector128.Create(0.41421354f));
        // 1 + e ≤ 2, so that n is 0 or 1, and f is e itself or (1 + e)/2 - 1.
        Vector128<float> f = Vector128.ConditionalSelect(far, V128.MultiplyAddEstimate(e, Vector128.Create(0.5f), Vector128.Create(-0.5f)), e);
        Vector128<float> log = V128.MultiplyAddEstimate(f * f, LogPolynomial(f), f) + (far & Vector128.Create(Ln2));
        return V128.MaxNative(Vector128<float>.Zero, x) + log;
    }

    // n·ln2 + log(1 + f).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LogOfParts(Vector128<float> n, Vector128<float> f)
    {
        Vector128<float> low = V128.MultiplyAddEstimate(n, Vector128.Create(Ln2Low), f);
        low = V128.MultiplyAddEstimate(f * f, LogPolynomial(f), low);
        return V128.MultiplyAddEstimate(n, Vector128.Create(Ln2High), low);
    }

    // (log(1 + f) - f) / f².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LogPolynomial(Vector128<float> f)
    {
        Vector128<float> p = V128.MultiplyAddEstimate(Vector128.Create(L7), f, Vector128.Create(L6));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L5));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L4));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L3));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L2));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L1));
        p = V128.MultiplyAddEstimate(p, f, Vector128.Create(L0));
        return V128.MultiplyAddEstimate(p, f, Vector128.Create(-0.5f));
    }

    // Vector256

    /// <summary>The natural logarithm, subnormal arguments included. -∞ at 0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> subnormal = Vector256.LessThan(x, Vector256.Create(SmallestNormal));
        Vector256<float> normal = x * Vector256.ConditionalSelect(subnormal, Vector256.Create(8388608f), Vector256<float>.One);
        Vector256<int> i = normal.AsInt32() - Vector256.Create(SqrtHalfBits);
        Vector256<float> n = Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(i, 23)) - (subnormal & Vector256.Create(23f));
        Vector256<float> f = ((i & Vector256.Create(0x7FFFFF)) + Vector256.Create(SqrtHalfBits)).AsSingle() - Vector256<float>.One;
        Vector256<float> result = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity)), LogOfParts(n, f), x);
        Vector256<float> edge = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<float>.Zero), edge, result);
    }

    /// <summary>log(1 + x), without loss of digits near 0. -∞ at -1, NaN below -1; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1P(Vector256<float> x)
    {
        Vector256<float> u = x + Vector256<float>.One;
        Vector256<float> larger = V256.MaxNative(Vector256<float>.One, x), smaller = V256.MinNative(Vector256<float>.One, x);
        Vector256<float> lost = smaller - (u - larger);
        Vector256<int> i = u.AsInt32() - Vector256.Create(SqrtHalfBits);
        Vector256<int> exponent = Vector256.ShiftRightArithmetic(i, 23);
        Vector256<float> f = ((i & Vector256.Create(0x7FFFFF)) + Vector256.Create(SqrtHalfBits)).AsSingle() - Vector256<float>.One;
        // 2^-n; from n = 127 on it is 0, where the lost part no longer counts.
        Vector256<float> scale = Vector256.ShiftLeft(Vector256.Max(Vector256.Create(127) - exponent, Vector256<int>.Zero), 23).AsSingle();
        Vector256<float> result = LogOfParts(Vector256.ConvertToSingle(exponent), V256.MultiplyAddEstimate(lost, scale, f));
        Vector256<float> edge = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(-1f)), Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        Vector256<float> unchanged = Vector256.Equals(x, Vector256<float>.Zero) | Vector256.Equals(x, Vector256.Create(float.PositiveInfinity));
        result = Vector256.ConditionalSelect(unchanged, x, result);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(-1f)), result, edge);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        Vector256<float> e = ExpUpTo89(x | Vector256.Create(SignBit));
        Vector256<float> far = Vector256.GreaterThan(e, Vector256.Create(0.41421354f));
        // 1 + e ≤ 2, so that n is 0 or 1, and f is e itself or (1 + e)/2 - 1.
        Vector256<float> f = Vector256.ConditionalSelect(far, V256.MultiplyAddEstimate(e, Vector256.Create(0.5f), Vector256.Create(-0.5f)), e);
        Vector256<float> log = V256.MultiplyAddEstimate(f * f, LogPolynomial(f), f) + (far & Vector256.Create(Ln2));
        return V256.MaxNative(Vector256<float>.Zero, x) + log;
    }

    // n·ln2 + log(1 + f).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOfParts(Vector256<float> n, Vector256<float> f)
    {
        Vector256<float> low = V256.MultiplyAddEstimate(n, Vector256.Create(Ln2Low), f);
        low = V256.MultiplyAddEstimate(f * f, LogPolynomial(f), low);
        return V256.MultiplyAddEstimate(n, Vector256.Create(Ln2High), low);
    }

    // (log(1 + f) - f) / f².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogPolynomial(Vector256<float> f)
    {
        Vector256<float> p = V256.MultiplyAddEstimate(Vector256.Create(L7), f, Vector256.Create(L6));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L5));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L4));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L3));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L2));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L1));
        p = V256.MultiplyAddEstimate(p, f, Vector256.Create(L0));
        return V256.MultiplyAddEstimate(p, f, Vector256.Create(-0.5f));
    }

    // Vector512

    /// <summary>The natural logarithm, subnormal arguments included. -∞ at 0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> subnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        Vector512<float> normal = x * Vector512.ConditionalSelect(subnormal, Vector512.Create(8388608f), Vector512<float>.One);
        Vector512<int> i = normal.AsInt32() - Vector512.Create(SqrtHalfBits);
        Vector512<float> n = Vector512.ConvertToSingle(Vector512.ShiftRightArithmetic(i, 23)) - (subnormal & Vector512.Create(23f));
        Vector512<float> f = ((i & Vector512.Create(0x7FFFFF)) + Vector512.Create(SqrtHalfBits)).AsSingle() - Vector512<float>.One;
        Vector512<float> result = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), LogOfParts(n, f), x);
        Vector512<float> edge = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), edge, result);
    }

    /// <summary>log(1 + x), without loss of digits near 0. -∞ at -1, NaN below -1; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1P(Vector512<float> x)
    {
        Vector512<float> u = x + Vector512<float>.One;
        Vector512<float> larger = V512.MaxNative(Vector512<float>.One, x), smaller = V512.MinNative(Vector512<float>.One, x);
        Vector512<float> lost = smaller - (u - larger);
        Vector512<int> i = u.AsInt32() - Vector512.Create(SqrtHalfBits);
        Vector512<int> exponent = Vector512.ShiftRightArithmetic(i, 23);
        Vector512<float> f = ((i & Vector512.Create(0x7FFFFF)) + Vector512.Create(SqrtHalfBits)).AsSingle() - Vector512<float>.One;
        // 2^-n; from n = 127 on it is 0, where the lost part no longer counts.
        Vector512<float> scale = Vector512.ShiftLeft(Vector512.Max(Vector512.Create(127) - exponent, Vector512<int>.Zero), 23).AsSingle();
        Vector512<float> result = LogOfParts(Vector512.ConvertToSingle(exponent), V512.MultiplyAddEstimate(lost, scale, f));
        Vector512<float> edge = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(-1f)), Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NaN));
        Vector512<float> unchanged = Vector512.Equals(x, Vector512<float>.Zero) | Vector512.Equals(x, Vector512.Create(float.PositiveInfinity));
        result = Vector512.ConditionalSelect(unchanged, x, result);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(-1f)), result, edge);
    }

    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        Vector512<float> e = ExpUpTo89(x | Vector512.Create(SignBit));
        Vector512<float> far = Vector512.GreaterThan(e, Vector512.Create(0.41421354f));
        // 1 + e ≤ 2, so that n is 0 or 1, and f is e itself or (1 + e)/2 - 1.
        Vector512<float> f = Vector512.ConditionalSelect(far, V512.MultiplyAddEstimate(e, Vector512.Create(0.5f), Vector512.Create(-0.5f)), e);
        Vector512<float> log = V512.MultiplyAddEstimate(f * f, LogPolynomial(f), f) + (far & Vector512.Create(Ln2));
        return V512.MaxNative(Vector512<float>.Zero, x) + log;
    }

    // n·ln2 + log(1 + f).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOfParts(Vector512<float> n, Vector512<float> f)
    {
        Vector512<float> low = V512.MultiplyAddEstimate(n, Vector512.Create(Ln2Low), f);
        low = V512.MultiplyAddEstimate(f * f, LogPolynomial(f), low);
        return V512.MultiplyAddEstimate(n, Vector512.Create(Ln2High), low);
    }

    // (log(1 + f) - f) / f².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogPolynomial(Vector512<float> f)
    {
        Vector512<float> p = V512.MultiplyAddEstimate(Vector512.Create(L7), f, Vector512.Create(L6));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L5));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L4));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L3));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L2));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L1));
        p = V512.MultiplyAddEstimate(p, f, Vector512.Create(L0));
        return V512.MultiplyAddEstimate(p, f, Vector512.Create(-0.5f));
    }
}
