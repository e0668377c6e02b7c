using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Netsmith.CompilerServices;

/// <content>The error function and the normal distribution (exact GELU is x·Φ(x), its derivative Φ(x) + x·φ(x)).</content>
/// <remarks>
/// erf: x + x·p(x²) below 0.9, 1 - e^-u(|x|) above, with u a polynomial for -log(1 - erf). Φ: for a = |x|,
/// Φ(-a) = e^(-a²/2)·s(a) / (slope·a·s(a) + r(a)) with s and r polynomials whose coefficients are all positive: nothing cancels, and
/// where the tail is long the rounding errors of s stand above and below the line, so the tail keeps its digits. What a² loses by
/// rounding is put back after the exponential. All three were fitted with Remez' algorithm to 0.2 ulp.
/// </remarks>
public static partial class VectorMath
{
    // erf(x) = x + x·p(x²), |x| ≤ 0.9.
    private const float F0 = 0.128379151f, F1 = -0.376125246f, F2 = 0.112821408f;
    private const float F3 = -0.0267789084f, F4 = 0.00501196273f, F5 = -0.000609036011f;

    // -log(1 - erf(t)) = u(t), 0.9 ≤ t ≤ 4.
    private const float U0 = 0.000165205769f, U1 = 1.12780249f, U2 = 0.636967182f, U3 = 0.104121558f;
    private const float U4 = -0.0223190561f, U5 = 0.00306646409f, U6 = -0.000198319831f;

    // e^(a²/2)·Φ(-a) = s(a) / (slope·a·s(a) + r(a)), 0 ≤ a ≤ 14.5.
    // The common factor puts both just below a power of two at 0, where their rounding errors count most.
    private const float S0 = 1.91007161f, S1 = 1.66341424f, S2 = 0.691127181f, S3 = 0.152025804f, S4 = 0.0151923429f;
    private const float R0 = 3.82014322f, R1 = 1.58707809f, R2 = 0.38906759f, R3 = 0.0375140011f, R4 = 2.91512188e-05f;
    private const float Slope = 2.50659919f;

    private const float InverseSqrtTwoPi = 0.39894228f;

    /// <inheritdoc cref="Erf(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Erf(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="NormalCdf(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NormalCdf(float x) => NormalCdf(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="NormalDensity(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NormalDensity(float x) => NormalDensity(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="NormalCdf(Vector128{float}, out Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NormalCdf(float x, out float density)
    {
        float result = NormalCdf(Vector128.CreateScalar(x), out Vector128<float> densities).ToScalar();
        density = densities.ToScalar();
        return result;
    }

    // Vector128

    /// <summary>The error function 2/√π·∫₀ˣ e^(-t²) dt. ±1 beyond ±3.92; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x)
    {
        Vector128<float> a = Vector128.Abs(x), s = x * x;
        Vector128<float> p = V128.MultiplyAddEstimate(Vector128.Create(F5), s, Vector128.Create(F4));
        p = V128.MultiplyAddEstimate(p, s, Vector128.Create(F3));
        p = V128.MultiplyAddEstimate(p, s, Vector128.Create(F2));
        p = V128.MultiplyAddEstimate(p, s, Vector128.Create(F1));
        p = V128.MultiplyAddEstimate(p, s, Vector128.Create(F0));
        Vector128<float> near = V128.MultiplyAddEstimate(p, x, x);

        Vector128<float> t = V128.MinNative(Vector128.Create(4f), a);
        Vector128<float> u = V128.MultiplyAddEstimate(Vector128.Create(-U6), t, Vector128.Create(-U5));
        u = V128.MultiplyAddEstimate(u, t, Vector128.Create(-U4));
        u = V128.MultiplyAddEstimate(u, t, Vector128.Create(-U3));
        u = V128.MultiplyAddEstimate(u, t, Vector128.Create(-U2));
        u = V128.MultiplyAddEstimate(u, t, Vector128.Create(-U1));
        u = V128.MultiplyAddEstimate(u, t, Vector128.Create(-U0));
        Vector128<float> far = (Vector128<float>.One - ExpUpTo89(u)) | (x & Vector128.Create(SignBit));
        return Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128.Create(0.9f)), near, far);
    }

    /// <summary>Φ(x) = ½·erfc(-x/√2), the probability that a standard normal variable is below x; accurate in the lower tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NormalCdf(Vector128<float> x) => NormalCdf(x, out _);

    /// <summary>Φ(x) and the density φ(x) = e^(-x²/2)/√(2π), with one exponential for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NormalCdf(Vector128<float> x, out Vector128<float> density)
    {
        Vector128<float> a = V128.MinNative(Vector128.Create(14.5f), Vector128.Abs(x));
        Vector128<float> e = ExpOfMinusHalfSquare(a);
        density = e * Vector128.Create(InverseSqrtTwoPi);

        Vector128<float> s = V128.MultiplyAddEstimate(Vector128.Create(S4), a, Vector128.Create(S3));
        s = V128.MultiplyAddEstimate(s, a, Vector128.Create(S2));
        s = V128.MultiplyAddEstimate(s, a, Vector128.Create(S1));
        s = V128.MultiplyAddEstimate(s, a, Vector128.Create(S0));
        Vector128<float> r = V128.MultiplyAddEstimate(Vector128.Create(R4), a, Vector128.Create(R3));
        r = V128.MultiplyAddEstimate(r, a, Vector128.Create(R2));
        r = V128.MultiplyAddEstimate(r, a, Vector128.Create(R1));
        r = V128.MultiplyAddEstimate(r, a, Vector128.Create(R0));
        Vector128<float> tail = e * s / V128.MultiplyAddEstimate(a * Vector128.Create(Slope), s, r);
        return Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), tail, Vector128<float>.One - tail);
    }

    /// <summary>The standard normal density φ(x) = e^(-x²/2)/√(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NormalDensity(Vector128<float> x) =>
        ExpOfMinusHalfSquare(V128.MinNative(Vector128.Create(14.5f), Vector128.Abs(x))) * Vector128.Create(InverseSqrtTwoPi);

    // e^(-a²/2) for 0 ≤ a ≤ 14.5: the rounding error of a² would become a relative error of the result, so it is put back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ExpOfMinusHalfSquare(Vector128<float> a)
    {
        Vector128<float> half = a * Vector128.Create(-0.5f), exponent = half * a, lost;
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            lost = V128.MultiplyAddEstimate(half, a, -exponent);
        }
        else
        {
            // T. J. Dekker (1971): with a in two parts of 12 bits every product but the last is exact.
            Vector128<float> high = (a.AsInt32() & Vector128.Create(-4096)).AsSingle(), low = a - high;
            lost = high * high * Vector128.Create(-0.5f) - exponent - high * low - low * low * Vector128.Create(0.5f);
        }

        Vector128<float> e = ExpUpTo89(exponent);
        return V128.MultiplyAddEstimate(e, lost, e);
    }

    // Vector256

    /// <summary>The error function 2/√π·∫₀ˣ e^(-t²) dt. ±1 beyond ±3.92; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> a = Vector256.Abs(x), s = x * x;
        Vector256<float> p = V256.MultiplyAddEstimate(Vector256.Create(F5), s, Vector256.Create(F4));
        p = V256.MultiplyAddEstimate(p, s, Vector256.Create(F3));
        p = V256.MultiplyAddEstimate(p, s, Vector256.Create(F2));
        p = V256.MultiplyAddEstimate(p, s, Vector256.Create(F1));
        p = V256.MultiplyAddEstimate(p, s, Vector256.Create(F0));
        Vector256<float> near = V256.MultiplyAddEstimate(p, x, x);

        Vector256<float> t = V256.MinNative(Vector256.Create(4f), a);
        Vector256<float> u = V256.MultiplyAddEstimate(Vector256.Create(-U6), t, Vector256.Create(-U5));
        u = V256.MultiplyAddEstimate(u, t, Vector256.Create(-U4));
        u = V256.MultiplyAddEstimate(u, t, Vector256.Create(-U3));
        u = V256.MultiplyAddEstimate(u, t, Vector256.Create(-U2));
        u = V256.MultiplyAddEstimate(u, t, Vector256.Create(-U1));
        u = V256.MultiplyAddEstimate(u, t, Vector256.Create(-U0));
        Vector256<float> far = (Vector256<float>.One - ExpUpTo89(u)) | (x & Vector256.Create(SignBit));
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(0.9f)), near, far);
    }

    /// <summary>Φ(x) = ½·erfc(-x/√2), the probability that a standard normal variable is below x; accurate in the lower tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalCdf(Vector256<float> x) => NormalCdf(x, out _);

    /// <summary>Φ(x) and the density φ(x) = e^(-x²/2)/√(2π), with one exponential for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalCdf(Vector256<float> x, out Vector256<float> density)
    {
        Vector256<float> a = V256.MinNative(Vector256.Create(14.5f), Vector256.Abs(x));
        Vector256<float> e = ExpOfMinusHalfSquare(a);
        density = e * Vector256.Create(InverseSqrtTwoPi);

        Vector256<float> s = V256.MultiplyAddEstimate(Vector256.Create(S4), a, Vector256.Create(S3));
        s = V256.MultiplyAddEstimate(s, a, Vector256.Create(S2));
        s = V256.MultiplyAddEstimate(s, a, Vector256.Create(S1));
        s = V256.MultiplyAddEstimate(s, a, Vector256.Create(S0));
        Vector256<float> r = V256.MultiplyAddEstimate(Vector256.Create(R4), a, Vector256.Create(R3));
        r = V256.MultiplyAddEstimate(r, a, Vector256.Create(R2));
        r = V256.MultiplyAddEstimate(r, a, Vector256.Create(R1));
        r = V256.MultiplyAddEstimate(r, a, Vector256.Create(R0));
        Vector256<float> tail = e * s / V256.MultiplyAddEstimate(a * Vector256.Create(Slope), s, r);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
    }

    /// <summary>The standard normal density φ(x) = e^(-x²/2)/√(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NormalDensity(Vector256<float> x) =>
        ExpOfMinusHalfSquare(V256.MinNative(Vector256.Create(14.5f), Vector256.Abs(x))) * Vector256.Create(InverseSqrtTwoPi);

    // e^(-a²/2) for 0 ≤ a ≤ 14.5: the rounding error of a² would become a relative error of the result, so it is put back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpOfMinusHalfSquare(Vector256<float> a)
    {
        Vector256<float> half = a * Vector256.Create(-0.5f), exponent = half * a, lost;
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            lost = V256.MultiplyAddEstimate(half, a, -exponent);
        }
        else
        {
            // T. J. Dekker (1971): with a in two parts of 12 bits every product but the last is exact.
            Vector256<float> high = (a.AsInt32() & Vector256.Create(-4096)).AsSingle(), low = a - high;
            lost = high * high * Vector256.Create(-0.5f) - exponent - high * low - low * low * Vector256.Create(0.5f);
        }

        Vector256<float> e = ExpUpTo89(exponent);
        return V256.MultiplyAddEstimate(e, lost, e);
    }

    // Vector512

    /// <summary>The error function 2/√π·∫₀ˣ e^(-t²) dt. ±1 beyond ±3.92; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> a = Vector512.Abs(x), s = x * x;
        Vector512<float> p = V512.MultiplyAddEstimate(Vector512.Create(F5), s, Vector512.Create(F4));
        p = V512.MultiplyAddEstimate(p, s, Vector512.Create(F3));
        p = V512.MultiplyAddEstimate(p, s, Vector512.Create(F2));
        p = V512.MultiplyAddEstimate(p, s, Vector512.Create(F1));
        p = V512.MultiplyAddEstimate(p, s, Vector512.Create(F0));
        Vector512<float> near = V512.MultiplyAddEstimate(p, x, x);

        Vector512<float> t = V512.MinNative(Vector512.Create(4f), a);
        Vector512<float> u = V512.MultiplyAddEstimate(Vector512.Create(-U6), t, Vector512.Create(-U5));
        u = V512.MultiplyAddEstimate(u, t, Vector512.Create(-U4));
        u = V512.MultiplyAddEstimate(u, t, Vector512.Create(-U3));
        u = V512.MultiplyAddEstimate(u, t, Vector512.Create(-U2));
        u = V512.MultiplyAddEstimate(u, t, Vector512.Create(-U1));
        u = V512.MultiplyAddEstimate(u, t, Vector512.Create(-U0));
        Vector512<float> far = (Vector512<float>.One - ExpUpTo89(u)) | (x & Vector512.Create(SignBit));
        return Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512.Create(0.9f)), near, far);
    }

    /// <summary>Φ(x) = ½·erfc(-x/√2), the probability that a standard normal variable is below x; accurate in the lower tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalCdf(Vector512<float> x) => NormalCdf(x, out _);

    /// <summary>Φ(x) and the density φ(x) = e^(-x²/2)/√(2π), with one exponential for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalCdf(Vector512<float> x, out Vector512<float> density)
    {
        Vector512<float> a = V512.MinNative(Vector512.Create(14.5f), Vector512.Abs(x));
        Vector512<float> e = ExpOfMinusHalfSquare(a);
        density = e * Vector512.Create(InverseSqrtTwoPi);

        Vector512<float> s = V512.MultiplyAddEstimate(Vector512.Create(S4), a, Vector512.Create(S3));
        s = V512.MultiplyAddEstimate(s, a, Vector512.Create(S2));
        s = V512.MultiplyAddEstimate(s, a, Vector512.Create(S1));
        s = V512.MultiplyAddEstimate(s, a, Vector512.Create(S0));
        Vector512<float> r = V512.MultiplyAddEstimate(Vector512.Create(R4), a, Vector512.Create(R3));
        r = V512.MultiplyAddEstimate(r, a, Vector512.Create(R2));
        r = V512.MultiplyAddEstimate(r, a, Vector512.Create(R1));
        r = V512.MultiplyAddEstimate(r, a, Vector512.Create(R0));
        Vector512<float> tail = e * s / V512.MultiplyAddEstimate(a * Vector512.Create(Slope), s, r);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }

    /// <summary>The standard normal density φ(x) = e^(-x²/2)/√(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NormalDensity(Vector512<float> x) =>
        ExpOfMinusHalfSquare(V512.MinNative(Vector512.Create(14.5f), Vector512.Abs(x))) * Vector512.Create(InverseSqrtTwoPi);

    // e^(-a²/2) for 0 ≤ a ≤ 14.5: the rounding error of a² would become a relative error of the result, so it is put back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpOfMinusHalfSquare(Vector512<float> a)
    {
        Vector512<float> half = a * Vector512.Create(-0.5f), exponent = half * a, lost;
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            lost = V512.MultiplyAddEstimate(half, a, -exponent);
        }
        else
        {
            // T. J. Dekker (1971): with a in two parts of 12 bits every product but the last is exact.
            Vector512<float> high = (a.AsInt32() & Vector512.Create(-4096)).AsSingle(), low = a - high;
            lost = high * high * Vector512.Create(-0.5f) - exponent - high * low - low * low * Vector512.Create(0.5f);
        }

        Vector512<float> e = ExpUpTo89(exponent);
        return V512.MultiplyAddEstimate(e, lost, e);
    }
}
