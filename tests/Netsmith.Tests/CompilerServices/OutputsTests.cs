using Netsmith.CompilerServices;

namespace Netsmith.Tests.CompilerServices;

public sealed class OutputsTests
{
    [Fact]
    public void IndexOfMax_OfAnyLength_IsThatOfALoop()
    {
        var random = new Rng(1);
        for (int length = 1; length <= 70; length++)
        {
            for (int repeat = 0; repeat < 50; repeat++)
            {
                // Few different values, so that the largest often comes several times; now and then what is not a number.
                float[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(6) switch { 0 => float.NaN, var n => n - 3f })];
                Assert.Equal(First(values), Outputs.IndexOfMax(values));
            }
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void IndexOfMax_WithoutALargest_IsTheFirst(float value)
    {
        foreach (int length in new[] { 1, 3, 8, 10, 33 })
            Assert.Equal(0, Outputs.IndexOfMax([.. Enumerable.Repeat(value, length)]));
    }

    [Fact]
    public void MaxLane_AtAnyLane_IsFound()
    {
        for (int lane = 0; lane < 16; lane++)
        {
            float[] values = [.. Enumerable.Range(0, 16).Select(i => i == lane ? 2f : -i)];
            Assert.Equal(2, VectorMath.MaxLane(System.Runtime.Intrinsics.Vector512.Create(values)));
            if (lane < 8)
                Assert.Equal(2, VectorMath.MaxLane(System.Runtime.Intrinsics.Vector256.Create(values)));
            if (lane < 4)
                Assert.Equal(2, VectorMath.MaxLane(System.Runtime.Intrinsics.Vector128.Create(values)));
        }
    }

    private static int First(float[] values)
    {
        float largest = values.Where(static v => !float.IsNaN(v)).DefaultIfEmpty(float.NegativeInfinity).Max();
        return Math.Max(0, Array.IndexOf(values, largest));
    }
}
