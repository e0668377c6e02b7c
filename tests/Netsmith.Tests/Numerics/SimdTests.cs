using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.Numerics;

public sealed class SimdTests
{
    [Fact]
    public void Sum_OfAnyWidth_AddsInTheDocumentedOrder()
    {
        float[][] v = RandomVectors();
        foreach (float[] a in v)
        {
            float[] group = [.. Enumerable.Range(0, 4).Select(g => a[4 * g] + a[4 * g + 2] + (a[4 * g + 1] + a[4 * g + 3]))];
            Assert.Equal(group[0], Simd.Sum(Vector128.Create(a, 0)));
            Assert.Equal(group[0] + group[1], Simd.Sum(Vector256.Create(a, 0)));
            Assert.Equal(group[0] + group[2] + (group[1] + group[3]), Simd.Sum(Vector512.Create(a, 0)));
        }
    }

    [Fact]
    public void Sum4_OfAnyWidth_EqualsFourSums()
    {
        float[][] v = RandomVectors();
        for (int i = 0; i + 4 <= v.Length; i++)
        {
            Span<float[]> w = v.AsSpan(i, 4);
            Assert.Equal(
                Vector128.Create(Simd.Sum(Vector128.Create(w[0], 0)), Simd.Sum(Vector128.Create(w[1], 0)), Simd.Sum(Vector128.Create(w[2], 0)), Simd.Sum(Vector128.Create(w[3], 0))),
                Simd.Sum4(Vector128.Create(w[0], 0), Vector128.Create(w[1], 0), Vector128.Create(w[2], 0), Vector128.Create(w[3], 0)));
            Assert.Equal(
                Vector128.Create(Simd.Sum(Vector256.Create(w[0], 0)), Simd.Sum(Vector256.Create(w[1], 0)), Simd.Sum(Vector256.Create(w[2], 0)), Simd.Sum(Vector256.Create(w[3], 0))),
                Simd.Sum4(Vector256.Create(w[0], 0), Vector256.Create(w[1], 0), Vector256.Create(w[2], 0), Vector256.Create(w[3], 0)));
            Assert.Equal(
                Vector128.Create(Simd.Sum(Vector512.Create(w[0], 0)), Simd.Sum(Vector512.Create(w[1], 0)), Simd.Sum(Vector512.Create(w[2], 0)), Simd.Sum(Vector512.Create(w[3], 0))),
                Simd.Sum4(Vector512.Create(w[0], 0), Vector512.Create(w[1], 0), Vector512.Create(w[2], 0), Vector512.Create(w[3], 0)));
        }
    }

    [Fact]
    public void SumPairs_OfTwoVectors_AddsNeighbours() =>
        Assert.Equal(Vector128.Create(3f, 7f, 110f, 1100f), Simd.SumPairs(Vector128.Create(1f, 2f, 3f, 4f), Vector128.Create(10f, 100f, 100f, 1000f)));

    [Fact]
    public void MultiplyAdd_OfAnyWidth_RoundsAsTheProcessorsInstruction()
    {
        // (1 + 2^-12)² - 1 - 2^-11 is 2^-24, which a product that rounds first loses.
        float a = 1 + 1f / 4096, c = -1 - 1f / 2048;
        float expected = Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? MathF.ScaleB(1, -24) : 0;
        Assert.Equal(expected, Simd.MultiplyAdd(a, a, c));
        Assert.Equal(Vector128.Create(expected), Simd.MultiplyAdd(Vector128.Create(a), Vector128.Create(a), Vector128.Create(c)));
        Assert.Equal(Vector256.Create(expected), Simd.MultiplyAdd(Vector256.Create(a), Vector256.Create(a), Vector256.Create(c)));
        Assert.Equal(Vector512.Create(expected), Simd.MultiplyAdd(Vector512.Create(a), Vector512.Create(a), Vector512.Create(c)));
    }

    private static float[][] RandomVectors()
    {
        var random = new System.Random(3);
        return [.. Enumerable.Range(0, 200).Select(_ => (float[])[.. Enumerable.Range(0, 16).Select(_ => (float)(random.NextDouble() * 2 - 1))])];
    }
}
