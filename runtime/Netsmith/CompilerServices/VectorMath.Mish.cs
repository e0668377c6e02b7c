using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

/// <content>Mish and its derivative.</content>
/// <remarks>
/// With s = σ(x) and u = 1 - s, tanh(softplus(x)) = s (1 + u) / (1 + u²): one exponential, no logarithm, nothing that cancels;
/// and the derivative is s ((1 + u) (1 + u²) + 4 x u²) / (1 + u²)².
/// </remarks>
public static partial class VectorMath
{
    /// <inheritdoc cref="Mish(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mish(float x) => Mish(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="MishDerivative(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MishDerivative(float x) => MishDerivative(Vector128.CreateScalar(x)).ToScalar();

    // Vector128

    /// <summary>x · tanh(softplus(x)). 0 below -103.98, x above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mish(Vector128<float> x)
    {
        Vector128<float> s = Sigmoid(x), u = Vector128<float>.One - s;
        return x * s * (Vector128<float>.One + u) / (Vector128<float>.One + (u * u));
    }

    /// <summary>The derivative of <see cref="Mish(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MishDerivative(Vector128<float> x)
    {
        Vector128<float> s = Sigmoid(x), u = Vector128<float>.One - s, square = Vector128<float>.One + (u * u);
        return s * (((Vector128<float>.One + u) * square) + (Vector128.Create(4f) * x * u * u)) / (square * square);
    }

    // Vector256

    /// <summary>x · tanh(softplus(x)). 0 below -103.98, x above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mish(Vector256<float> x)
    {
        Vector256<float> s = Sigmoid(x), u = Vector256<float>.One - s;
        return x * s * (Vector256<float>.One + u) / (Vector256<float>.One + (u * u));
    }

    /// <summary>The derivative of <see cref="Mish(Vector256{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MishDerivative(Vector256<float> x)
    {
        Vector256<float> s = Sigmoid(x), u = Vector256<float>.One - s, square = Vector256<float>.One + (u * u);
        return s * (((Vector256<float>.One + u) * square) + (Vector256.Create(4f) * x * u * u)) / (square * square);
    }

    // Vector512

    /// <summary>x · tanh(softplus(x)). 0 below -103.98, x above 17.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mish(Vector512<float> x)
    {
        Vector512<float> s = Sigmoid(x), u = Vector512<float>.One - s;
        return x * s * (Vector512<float>.One + u) / (Vector512<float>.One + (u * u));
    }

    /// <summary>The derivative of <see cref="Mish(Vector512{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MishDerivative(Vector512<float> x)
    {
        Vector512<float> s = Sigmoid(x), u = Vector512<float>.One - s, square = Vector512<float>.One + (u * u);
        return s * (((Vector512<float>.One + u) * square) + (Vector512.Create(4f) * x * u * u)) / (square * square);
    }
}
