using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Netsmith.Generator.Benchmarks.Shapes;

/// <summary>The most multiply-adds one core does: twelve independent chains, which cover the latency of two pipes.</summary>
internal static class FmaPeak
{
    private const int Chains = 12, Turns = 200_000;

    private static float _sink;

    /// <summary>GFLOP/s, of some tenths of a millisecond.</summary>
    public static double Measure()
    {
        int lanes = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
        long start = Stopwatch.GetTimestamp();
        _sink = lanes switch { 16 => Run512(0.999999f, 1e-9f), 8 => Run256(0.999999f, 1e-9f), _ => Run128(0.999999f, 1e-9f) };
        return 2.0 * Chains * lanes * Turns / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run512(float factor, float term)
    {
        Vector512<float> m = Vector512.Create(factor), c = Vector512.Create(term);
        Vector512<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < Turns; i++)
        {
            (a0, a1, a2) = (Vector512.FusedMultiplyAdd(a0, m, c), Vector512.FusedMultiplyAdd(a1, m, c), Vector512.FusedMultiplyAdd(a2, m, c));
            (a3, a4, a5) = (Vector512.FusedMultiplyAdd(a3, m, c), Vector512.FusedMultiplyAdd(a4, m, c), Vector512.FusedMultiplyAdd(a5, m, c));
            (a6, a7, a8) = (Vector512.FusedMultiplyAdd(a6, m, c), Vector512.FusedMultiplyAdd(a7, m, c), Vector512.FusedMultiplyAdd(a8, m, c));
            (a9, a10, a11) = (Vector512.FusedMultiplyAdd(a9, m, c), Vector512.FusedMultiplyAdd(a10, m, c), Vector512.FusedMultiplyAdd(a11, m, c));
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run256(float factor, float term)
    {
        Vector256<float> m = Vector256.Create(factor), c = Vector256.Create(term);
        Vector256<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < Turns; i++)
        {
            (a0, a1, a2) = (Vector256.FusedMultiplyAdd(a0, m, c), Vector256.FusedMultiplyAdd(a1, m, c), Vector256.FusedMultiplyAdd(a2, m, c));
            (a3, a4, a5) = (Vector256.FusedMultiplyAdd(a3, m, c), Vector256.FusedMultiplyAdd(a4, m, c), Vector256.FusedMultiplyAdd(a5, m, c));
            (a6, a7, a8) = (Vector256.FusedMultiplyAdd(a6, m, c), Vector256.FusedMultiplyAdd(a7, m, c), Vector256.FusedMultiplyAdd(a8, m, c));
            (a9, a10, a11) = (Vector256.FusedMultiplyAdd(a9, m, c), Vector256.FusedMultiplyAdd(a10, m, c), Vector256.FusedMultiplyAdd(a11, m, c));
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run128(float factor, float term)
    {
        Vector128<float> m = Vector128.Create(factor), c = Vector128.Create(term);
        Vector128<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < Turns; i++)
        {
            (a0, a1, a2) = (Vector128.FusedMultiplyAdd(a0, m, c), Vector128.FusedMultiplyAdd(a1, m, c), Vector128.FusedMultiplyAdd(a2, m, c));
            (a3, a4, a5) = (Vector128.FusedMultiplyAdd(a3, m, c), Vector128.FusedMultiplyAdd(a4, m, c), Vector128.FusedMultiplyAdd(a5, m, c));
            (a6, a7, a8) = (Vector128.FusedMultiplyAdd(a6, m, c), Vector128.FusedMultiplyAdd(a7, m, c), Vector128.FusedMultiplyAdd(a8, m, c));
            (a9, a10, a11) = (Vector128.FusedMultiplyAdd(a9, m, c), Vector128.FusedMultiplyAdd(a10, m, c), Vector128.FusedMultiplyAdd(a11, m, c));
        }

        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
