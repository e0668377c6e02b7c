using Netsmith.CompilerServices;

namespace Netsmith.Tests.Initializers;

public sealed class ParameterInitializerTests
{
    private const int FanIn = 300, FanOut = 500;

    public static TheoryData<Initializer, double, double> Distributions => new()
    {
        // The bound (infinite for a normal distribution) and the deviation; a uniform distribution in ±b has b/√3.
        { Initializer.PyTorch, 1 / Math.Sqrt(FanIn), 1 / Math.Sqrt(3.0 * FanIn) },
        { Initializer.HeNormal, double.PositiveInfinity, Math.Sqrt(2.0 / FanIn) },
        { Initializer.HeUniform, Math.Sqrt(6.0 / FanIn), Math.Sqrt(2.0 / FanIn) },
        { Initializer.GlorotNormal, double.PositiveInfinity, Math.Sqrt(2.0 / (FanIn + FanOut)) },
        { Initializer.GlorotUniform, Math.Sqrt(6.0 / (FanIn + FanOut)), Math.Sqrt(2.0 / (FanIn + FanOut)) },
        { Initializer.LeCunNormal, double.PositiveInfinity, Math.Sqrt(1.0 / FanIn) },
        { Initializer.LeCunUniform, Math.Sqrt(3.0 / FanIn), Math.Sqrt(1.0 / FanIn) },
        { Initializer.Normal, double.PositiveInfinity, 0.3 },
        { Initializer.Uniform, 0.3, 0.3 / Math.Sqrt(3) },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Dense_RandomWeights_HaveTheBoundMeanAndDeviation(Initializer init, double bound, double deviation)
    {
        (float[] weight, float[] bias) = Initialize(init, 0.3f);
        double mean = weight.Average(static value => (double)value);
        double variance = weight.Average(value => (value - mean) * (value - mean));
        Assert.Equal(0, mean / deviation, 0.015); // 150,000 values: four deviations of a mean are 0.0103
        Assert.Equal(1, Math.Sqrt(variance) / deviation, 0.01);
        double largest = weight.Max(static value => Math.Abs(value));
        if (double.IsPositiveInfinity(bound))
        {
            Assert.InRange(largest / deviation, 3.9, 6.5); // 150,000 normal values reach beyond four deviations
        }
        else
        {
            Assert.InRange(largest, bound * 0.9999, bound * 1.0000001);
        }
        if (init == Initializer.PyTorch)
            Assert.InRange(bias.Max(static value => Math.Abs(value)), bound * 0.97, bound * 1.0000001);
        else
            Assert.All(bias, static value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Dense_ZerosAndConstant_AreExact()
    {
        Assert.All(Initialize(Initializer.Zeros, 0.3f).Weight, static value => Assert.Equal(0f, value));
        Assert.All(Initialize(Initializer.Constant, 0.3f).Weight, static value => Assert.Equal(0.3f, value));
    }

    [Theory]
    [InlineData(20, 30)]
    [InlineData(30, 20)]
    [InlineData(25, 25)]
    [InlineData(1, 7)]
    public void Dense_Orthogonal_HasOrthonormalRowsOrColumns(int fanIn, int fanOut)
    {
        float[] weight = new float[fanIn * fanOut];
        ParameterInitializer.Dense(weight, [], Initializer.Orthogonal, 1, fanIn, fanOut, new Rng(1));
        bool rows = fanOut <= fanIn;
        int count = Math.Min(fanIn, fanOut), length = Math.Max(fanIn, fanOut);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++)
                    dot += (double)Value(a, i) * Value(b, i);
                Assert.Equal(a == b ? 1 : 0, dot, 1e-6);
            }
        }

        float Value(int vector, int index) => rows ? weight[vector * fanIn + index] : weight[index * fanIn + vector];
    }

    [Fact]
    public void Dense_SameSeed_GivesTheSameBitsAndAnotherSeedDoesNot()
    {
        Assert.Equal(Initialize(Initializer.HeNormal, 1).Weight, Initialize(Initializer.HeNormal, 1).Weight);
        Assert.NotEqual(Initialize(Initializer.HeNormal, 1).Weight, Initialize(Initializer.HeNormal, 1, seed: 2).Weight);
    }

    [Fact]
    public void Dense_WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(static () => ParameterInitializer.Dense(new float[5], [], Initializer.PyTorch, 1, 2, 3, new Rng(1)));
        Assert.Throws<ArgumentException>(static () => ParameterInitializer.Dense(new float[6], new float[2], Initializer.PyTorch, 1, 2, 3, new Rng(1)));
        Assert.Throws<ArgumentException>(static () => ParameterInitializer.Dense(new float[6], [], Initializer.Normal, float.NaN, 2, 3, new Rng(1)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => ParameterInitializer.Dense(new float[6], [], (Initializer)99, 1, 2, 3, new Rng(1)));
    }

    private static (float[] Weight, float[] Bias) Initialize(Initializer init, float scale, ulong seed = 1)
    {
        float[] weight = new float[FanIn * FanOut], bias = new float[FanOut];
        Array.Fill(bias, 9f);
        ParameterInitializer.Dense(weight, bias, init, scale, FanIn, FanOut, new Rng(seed));
        return (weight, bias);
    }
}
