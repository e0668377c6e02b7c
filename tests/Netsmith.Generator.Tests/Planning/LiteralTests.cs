using System.Globalization;
using Netsmith.Generator.Emission;

namespace Netsmith.Generator.Tests.Planning;

public sealed class LiteralTests
{
    private static readonly ElementType Double = new("double", 8, "");

    public static TheoryData<double> Values =>
        [0, -0.0, 1, -1, 0.1, 1.0 / 3, Math.PI, 1e-45, 1.17549435e-38, float.MaxValue, float.MinValue, float.Epsilon, double.MaxValue, double.Epsilon, 123456789.123, 1e22, -2.5e-7];

    [Theory]
    [MemberData(nameof(Values))]
    public void Real_ParsedBack_HasTheSameBits(double value)
    {
        string text = Literal.Real(value, Double);
        Assert.EndsWith("d", text, StringComparison.Ordinal);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(double.Parse(text[..^1], CultureInfo.InvariantCulture)));

        float single = (float)value;
        if (!float.IsFinite(single))
            return;
        text = Literal.Real(value, ElementType.Float);
        Assert.EndsWith("f", text, StringComparison.Ordinal);
        Assert.Equal(BitConverter.SingleToInt32Bits(single), BitConverter.SingleToInt32Bits(float.Parse(text[..^1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Real_OfRandomBits_ParsesBack()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
                Assert.Equal(value, float.Parse(Literal.Real(value, ElementType.Float)[..^1], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Real_IsAsShortAsItCanBe()
    {
        Assert.Equal("0.1f", Literal.Real(0.1, ElementType.Float));
        Assert.Equal("0.16666667f", Literal.Real(1.0 / 6, ElementType.Float));
        Assert.Equal("0.2d", Literal.Real(0.2, Double));
    }

    [Fact]
    public void CountsAndRanges_OfOneTwoAndMore_AgreeWithTheNoun()
    {
        Assert.Equal(["1 sample", "6 samples"], new[] { 1, 6 }.Select(count => Literal.Count(count, "sample")));
        Assert.Equal(["Output 8.", "Outputs 8 and 9.", "Outputs 8 to 11."], new[] { 1, 2, 4 }.Select(count => Literal.Range("Output", 8, count)));
    }

    [Theory]
    [InlineData(double.NaN, "float.NaN")]
    [InlineData(double.PositiveInfinity, "float.PositiveInfinity")]
    [InlineData(double.NegativeInfinity, "float.NegativeInfinity")]
    public void Real_OfWhatHasNoDigits_NamesTheConstant(double value, string expected) => Assert.Equal(expected, Literal.Real(value, ElementType.Float));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    public void Literals_UnderAnyCulture_AreCSharp(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("-0.5f", Literal.Real(-0.5, ElementType.Float));
            Assert.Equal("-1234", Literal.Integer(-1234));
            Assert.Equal("1,234", Literal.Grouped(1234));
            Assert.Equal("0.01", Literal.Plain(0.01));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
