using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

/// <content>The two sigmoid curves.</content>
/// <remarks>
/// sigmoid: e^-|x| cannot overflow, and 1/(1+e) or e/(1+e) by sign keeps relative accuracy in the lower tail.
/// tanh: with t = e^(2|x|) - 1, tanh |x| = t/(t+2); t keeps all digits near 0 (1 - 2/(e^(2x)+1) would lose them). n is 26 at most, so
/// ln2 need not be in two parts.
/// </remarks>
public static partial class VectorMath
{
    private const float SignBit = -0f;

    // Beyond it tanh rounds to 1 (and far beyond, 2^n is no float). A choice in the end, since a minimum would be one more link in a long chain.
    private const float TanhIsOne = 9.02f;

    /// <inheritdoc cref="Sigmoid(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Sigmoid(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="Tanh(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Tanh(Vector128.CreateScalar(x)).ToScalar();

    // Vector128

    /// <summary>1 / (1 + e^-x). 0 below -103.98, 1 above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        Vector128<float> e = ExpUpTo89(x | Vector128.Create(SignBit));
        Vector128<float> numerator = Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), e, Vector128<float>.One);
        return numerator / (e + Vector128<float>.One);
    }

    /// <summary>The hyperbolic tangent. ±1 beyond ±9.02; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> y = Vector128.Abs(x);
        Vector128<float> shifted = V128.MultiplyAddEstimate(y, Vector128.Create(2 * Log2E), Vector128.Create(RoundAndBias127));
        Vector128<float> e = ExpM1Reduced(V128.MultiplyAddEstimate(shifted - Vector128.Create(RoundAndBias127), Vector128.Create(-Ln2), y + y));
        Vector128<float> power = Vector128.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector128<float> t = V128.MultiplyAddEstimate(power, e, power - Vector128<float>.One);
        Vector128<float> tanh = Vector128.ConditionalSelect(Vector128.GreaterThan(y, Vector128.Create(TanhIsOne)), Vector128<float>.One, t / (t + Vector128.Create(2f)));
        return tanh | (x & Vector128.Create(SignBit));
    }

    // Vector256

    /// <summary>1 / (1 + e^-x). 0 below -103.98, 1 above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> e = ExpUpTo89(x | Vector256.Create(SignBit));
        Vector256<float> numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), e, Vector256<float>.One);
        return numerator / (e + Vector256<float>.One);
    }

    /// <summary>The hyperbolic tangent. ±1 beyond ±9.02; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> y = Vector256.Abs(x);
        Vector256<float> shifted = V256.MultiplyAddEstimate(y, Vector256.Create(2 * Log2E), Vector256.Create(RoundAndBias127));
        Vector256<float> e = ExpM1Reduced(V256.MultiplyAddEstimate(shifted - Vector256.Create(RoundAndBias127), Vector256.Create(-Ln2), y + y));
        Vector256<float> power = Vector256.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector256<float> t = V256.MultiplyAddEstimate(power, e, power - Vector256<float>.One);
        Vector256<float> tanh = Vector256.ConditionalSelect(Vector256.GreaterThan(y, Vector256.Create(TanhIsOne)), Vector256<float>.One, t / (t + Vector256.Create(2f)));
        return tanh | (x & Vector256.Create(SignBit));
    }

    // Vector512

    /// <summary>1 / (1 + e^-x). 0 below -103.98, 1 above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> e = ExpUpTo89(x | Vector512.Create(SignBit));
        Vector512<float> numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512<float>.One);
        return numerator / (e + Vector512<float>.One);
    }

    /// <summary>The hyperbolic tangent. ±1 beyond ±9.02; odd to the last bit; ±0 stays ±0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> y = Vector512.Abs(x);
        Vector512<float> shifted = V512.MultiplyAddEstimate(y, Vector512.Create(2 * Log2E), Vector512.Create(RoundAndBias127));
        Vector512<float> e = ExpM1Reduced(V512.MultiplyAddEstimate(shifted - Vector512.Create(RoundAndBias127), Vector512.Create(-Ln2), y + y));
        Vector512<float> power = Vector512.ShiftLeft(shifted.AsInt32(), 23).AsSingle();
        Vector512<float> t = V512.MultiplyAddEstimate(power, e, power - Vector512<float>.One);
        Vector512<float> tanh = Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512.Create(TanhIsOne)), Vector512<float>.One, t / (t + Vector512.Create(2f)));
        return tanh | (x & Vector512.Create(SignBit));
    }
}
