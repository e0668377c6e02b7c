using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.CompilerServices;

public static partial class VectorMath
{
    /// <summary>The largest of the lanes. Where one is NaN, NaN or the largest of some others.</summary>
    /// <param name="v">The lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector128<float> v)
    {
        v = Larger(v, Vector128.Shuffle(v, Vector128.Create(2, 3, 2, 3)));
        return Larger(v, Vector128.Shuffle(v, Vector128.Create(1, 1, 1, 1))).ToScalar();
    }

    /// <inheritdoc cref="MaxLane(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector256<float> v) => MaxLane(Larger(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="MaxLane(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLane(Vector512<float> v)
    {
        Vector256<float> lower = v.GetLower(), upper = v.GetUpper();
        return MaxLane(Vector256.ConditionalSelect(Vector256.GreaterThan(lower, upper), lower, upper));
    }

    /// <summary>One comparison, where the framework's maximum takes care of NaN and of the sign of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Larger(Vector128<float> a, Vector128<float> b) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);
}
