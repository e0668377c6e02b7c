using Netsmith.TestSupport;

namespace Netsmith.Tests.Random;

public sealed class RngTests
{
    /// <summary>Splitmix64 and xoshiro256** as published by Blackman and Vigna, for seed 42: the sequence is a promise.</summary>
    private static readonly ulong[] FirstOfSeed42 =
    [
        0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1, 0xFDE6DC7FE2EC5E64,
        0xC50DA53101795238, 0xB82154855A65DDB2, 0xD99A2743EBE60087, 0xC2E96E726E97647E, 0x9556615F775FBC3D,
    ];

    [Fact]
    public void NextUInt64_Seed42_StartsWithThePublishedAlgorithmsValues()
    {
        var rng = new Rng(42);
        Assert.All(FirstOfSeed42, expected => Assert.Equal(expected, rng.NextUInt64()));
    }

    [Fact]
    public void Seeds_EvenZeroAndNeighbours_GiveDifferentSequences()
    {
        HashSet<ulong> first = [];
        for (ulong seed = 0; seed < 1000; seed++)
            Assert.True(first.Add(new Rng(seed).NextUInt64()));
    }

    [Fact]
    public void SetState_OfAStoredState_ContinuesTheSequence()
    {
        var rng = new Rng(7);
        rng.NextNormal();
        RngState state = rng.GetState();
        float[] expected = [rng.NextNormal(), rng.NextSingle(), rng.Next(100)];
        var other = new Rng(8);
        other.SetState(state);
        Assert.Equal(expected, new float[] { other.NextNormal(), other.NextSingle(), other.Next(100) });
        Assert.Throws<ArgumentException>(() => other.SetState(default));
    }

    [Fact]
    public void NextSingleAndNextDouble_StayBelowOneWithTheRightMoments()
    {
        var rng = new Rng(1);
        double sum = 0, squares = 0;
        const int Count = 1_000_000;
        for (int i = 0; i < Count; i++)
        {
            double value = (i & 1) == 0 ? rng.NextSingle() : rng.NextDouble();
            Assert.InRange(value, 0, 1 - 1.0 / (1L << 53));
            sum += value;
            squares += value * value;
        }
        Assert.Equal(0.5, sum / Count, 0.0015);
        Assert.Equal(1.0 / 3, squares / Count, 0.0015);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Next_AnyRange_IsUniform(int range)
    {
        const int Draws = 200_000, Cells = 10;
        var rng = new Rng(3);
        int[] counts = new int[Math.Min(range, Cells)];
        for (int i = 0; i < Draws; i++)
        {
            int value = rng.Next(range);
            Assert.InRange(value, 0, range - 1);
            counts[(long)value * counts.Length / range]++;
        }
        // Five deviations of a binomial count.
        double expected = (double)Draws / counts.Length, allowed = 5 * Math.Sqrt(expected) + 1;
        Assert.All(counts, count => Assert.InRange(count, expected - allowed, expected + allowed));
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.Next(0));
    }

    [Fact]
    public void NextNormal_HasTheMomentsAndTailsOfTheNormalDistribution()
    {
        var rng = new Rng(11);
        const int Count = 1_000_000;
        double sum = 0, squares = 0, fourth = 0;
        int beyondTwo = 0, beyondFour = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = rng.NextNormal();
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
            beyondTwo += Math.Abs(value) > 2 ? 1 : 0;
            beyondFour += Math.Abs(value) > 4 ? 1 : 0;
        }
        Assert.Equal(0, sum / Count, 0.005);
        Assert.Equal(1, squares / Count, 0.008);
        Assert.Equal(3, fourth / Count, 0.06);
        Assert.Equal(0.0455, (double)beyondTwo / Count, 0.0012);
        Assert.InRange(beyondFour, 25, 110); // 63 expected
    }

    [Fact]
    public void Shuffle_OfThree_GivesAllSixOrdersEquallyOften()
    {
        Dictionary<string, int> counts = [];
        var rng = new Rng(5);
        Span<int> values = stackalloc int[3];
        for (int i = 0; i < 60_000; i++)
        {
            (values[0], values[1], values[2]) = (0, 1, 2);
            rng.Shuffle(values);
            string order = string.Join(',', values.ToArray());
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, static count => Assert.InRange(count, 9500, 10_500));
    }

    [Fact]
    public void EveryMember_AllocatesNothing()
    {
        var rng = new Rng(1);
        int[] values = new int[100];
        Assert.Equal(0, Allocations.Of(() => Draw, calls: 1));

        void Draw()
        {
            for (int i = 0; i < 100; i++)
                _ = rng.NextUInt64() + rng.NextSingle() + rng.NextDouble() + rng.Next(7) + rng.NextNormal();
            rng.Shuffle(values);
            rng.SetState(rng.GetState());
        }
    }
}
