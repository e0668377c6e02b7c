using System.Globalization;

namespace Netsmith.Reporting.Tests;

public sealed class AxisTests
{
    [Theory]
    [InlineData(nameof(AxisScale.Linear), new[] { 0.0, 1.0 }, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(nameof(AxisScale.Linear), new[] { 0.031, 0.483 }, "0 0.1 0.2 0.3 0.4 0.5")]
    [InlineData(nameof(AxisScale.Linear), new[] { 5.0, 5.0 }, "4.4 4.6 4.8 5.0 5.2 5.4 5.6")]
    [InlineData(nameof(AxisScale.Linear), new[] { 1e-5, 3e-5 }, "1e-5 1.5e-5 2e-5 2.5e-5 3e-5")]
    [InlineData(nameof(AxisScale.Linear), new[] { -1.0, 1e7 }, "-2.5e+6 0 2.5e+6 5e+6 7.5e+6 1e+7")]
    [InlineData(nameof(AxisScale.Percent), new[] { 0.91, 0.978 }, "90 % 92 % 94 % 96 % 98 %")]
    [InlineData(nameof(AxisScale.Percent), new[] { 1.0, 1.0 }, "90 % 92 % 94 % 96 % 98 % 100 %")]
    [InlineData(nameof(AxisScale.Logarithmic), new[] { 0.03, 2.4 }, "0.02 0.05 0.1 0.2 0.5 1 2 5")]
    [InlineData(nameof(AxisScale.Logarithmic), new[] { 1e-7, 10.0 }, "1e-7 1e-5 0.001 0.1 10")]
    [InlineData(nameof(AxisScale.Logarithmic), new[] { 1e-5, 1.0 }, "1e-5 1e-4 0.001 0.01 0.1 1")]
    public void Axis_Values_HasRoundLabelsAroundThem(string scale, double[] values, string expected)
    {
        var axis = Axis.Fit(values, Enum.Parse<AxisScale>(scale), widen: true);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(tick => tick.Label)));
        Assert.All(values, value => Assert.InRange(axis.Position(value), -1e-9, 1 + 1e-9));
    }

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(1, 10, "2 4 6 8 10")]
    [InlineData(1, 12, "3 6 9 12")]
    [InlineData(1, 2000, "500 1000 1500 2000")]
    public void Axis_OfEpochs_HasWholeLabelsWithin(int first, int last, string expected)
    {
        var axis = Axis.Fit([first, last], AxisScale.Whole, widen: false);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(tick => tick.Label)));
    }

    [Fact]
    public void Axis_AnyValues_HasFewFiniteTicks()
    {
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            var scale = (AxisScale)random.Next(4);
            double[] values = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => scale switch
            {
                AxisScale.Percent => random.NextDouble(),
                AxisScale.Whole => random.Next(1, 5000),
                _ => Math.Pow(10, random.NextDouble() * 240 - 120) * (random.Next(3) - 1),
            })];
            var axis = Axis.Fit(values, scale, widen: random.Next(2) == 0);
            string shown = string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
            Assert.True(axis.Ticks.Count <= 9, $"{scale} {shown}: {axis.Ticks.Count} labels");
            Assert.All(axis.Ticks, tick => Assert.InRange(axis.Position(tick.Value), -1e-6, 1 + 1e-6));
            Assert.All(values.Where(value => Axis.CanShow(value, scale)), value => Assert.InRange(axis.Position(value), -1e-6, 1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(0.123456, "0.1235")]
    [InlineData(0, "0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(60000, "60000")]
    [InlineData(123456.7, "123457")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(12345678, "1.235e+7")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void Figure_Number_IsShort(double value, string expected) => Assert.Equal(expected, Figure.Number(value));

    [Theory]
    [InlineData(0.351, "0.35 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7325, "2 h 2 min")]
    [InlineData(59.999, "1 min 0 s")]
    [InlineData(double.NaN, "–")]
    public void Figure_Seconds_AreReadable(double seconds, string expected) => Assert.Equal(expected, Figure.Seconds(seconds));
}
