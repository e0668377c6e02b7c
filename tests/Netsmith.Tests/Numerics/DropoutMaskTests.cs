using Netsmith.CompilerServices;

namespace Netsmith.Tests.Numerics;

public sealed unsafe class DropoutMaskTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Fill_OverAMillionElements_DropsTheAskedFraction(double p)
    {
        for (ulong key = 0; key < 4; key++)
        {
            float[] mask = Mask(1_000_000, key, p);
            float kept = (float)(1 / (1 - p));
            Assert.All(mask.Distinct(), v => Assert.True(v == 0 || v == kept));
            // Five standard deviations of a binomial count.
            Assert.InRange(mask.Count(v => v == 0), 1e6 * p - 5 * Math.Sqrt(1e6 * p * (1 - p)), 1e6 * p + 5 * Math.Sqrt(1e6 * p * (1 - p)));
        }
    }

    [Fact]
    public void Fill_WithNeighbouringKeysAndShifts_GivesIndependentMasks()
    {
        const int Count = 200_000, MaxShift = 40;
        float[][] masks = [.. Enumerable.Range(0, 6).Select(key => Mask(Count, (ulong)key, 0.5))];
        for (int a = 0; a < masks.Length; a++)
            for (int b = a; b < masks.Length; b++)
                for (int shift = a == b ? 1 : 0; shift <= MaxShift; shift++)
                {
                    int agree = 0;
                    for (int i = 0; i + shift < Count; i++)
                        agree += masks[a][i] == masks[b][i + shift] ? 1 : 0;
                    Assert.True(Math.Abs(agree / (double)(Count - shift) - 0.5) < 0.0062, $"masks of keys {a} and {b} agree on {agree} of {Count - shift} at shift {shift}");
                }
    }

    [Fact]
    public void Fill_OfEveryWidth_HasTheSameBits()
    {
        const int Count = 1003;
        ulong key = DropoutMask.Mix(0x1234_5678_9ABC_DEF0);
        uint key0 = (uint)key, key1 = (uint)(key >> 32), threshold = 0x6000_0000;
        float[] scalar = new float[Count], wide = new float[Count];
        fixed (float* s = scalar, w = wide)
        {
            DropoutMask.FillRest(s, 0, Count, key0, key1, threshold, 1.6f);
            DropoutMask.Fill128(w, Count, key0, key1, threshold, 1.6f);
            Assert.Equal(scalar, wide);
            wide.AsSpan().Fill(-1);
            DropoutMask.Fill256(w, Count, key0, key1, threshold, 1.6f);
            Assert.Equal(scalar, wide);
            wide.AsSpan().Fill(-1);
            DropoutMask.Fill512(w, Count, key0, key1, threshold, 1.6f);
            Assert.Equal(scalar, wide);
        }
    }

    [Fact]
    public void Fill_OfEveryLength_WritesThatManyElementsOfOneSequence()
    {
        float[] full = Mask(80, 7, 0.5);
        for (int count = 0; count <= 70; count++)
        {
            float[] mask = new float[80];
            mask.AsSpan().Fill(-1);
            fixed (float* m = mask)
                DropoutMask.Fill(m, count, 7, 0.5);
            Assert.Equal(full[..count], mask[..count]);
            Assert.All(mask[count..], v => Assert.Equal(-1, v));
        }
    }

    // Pinned, because a checkpoint resumed by a later version must go on with the same masks.
    [Fact]
    public void Fill_WithAKnownKey_GivesAKnownMask() =>
        Assert.Equal("1101110011010100010010110010100110000110010010010000011111010111", string.Concat(Mask(64, 42, 0.5).Select(v => v == 0 ? '0' : '1')));

    [Fact]
    public void Fill_AtTheEndsOfTheRange_KeepsAllOrNothing()
    {
        Assert.All(Mask(100, 1, 0), v => Assert.Equal(1, v));
        Assert.All(Mask(100, 1, 1), v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Fill_WithAnImpossibleProbability_Throws(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Mask(4, 1, p));

    private static float[] Mask(int count, ulong key, double p)
    {
        var mask = new float[count];
        fixed (float* m = mask)
            DropoutMask.Fill(m, count, key, p);
        return mask;
    }
}
