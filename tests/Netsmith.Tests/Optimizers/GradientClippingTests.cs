using Netsmith.TestSupport;

namespace Netsmith.Tests.Optimizers;

public sealed class GradientClippingTests
{
    [Fact]
    public void ByValue_EveryLength_MovesEachValueIntoTheRange()
    {
        for (int length = 0; length <= 40; length++)
        {
            float[] gradients = OptimizerCases.Values(length, 4);
            float[] expected = [.. gradients.Select(static g => Math.Clamp(g, -0.25f, 0.25f))];

            GradientClipping.ByValue(gradients, 0.25f);

            Assert.Equal(expected, gradients);
        }
    }

    [Fact]
    public void ByValue_InfinitiesAreClippedAndNaNStays()
    {
        float[] gradients = [.. Enumerable.Repeat<float[]>([float.PositiveInfinity, float.NegativeInfinity, float.NaN], 11).SelectMany(static v => v)];

        GradientClipping.ByValue(gradients, 2);

        Assert.Equal(Enumerable.Repeat<float[]>([2, -2, float.NaN], 11).SelectMany(static v => v), gradients);
    }

    [Fact]
    public void ByNorm_AboveTheLimit_ScalesAllByPyTorchsFactor()
    {
        for (int length = 1; length <= 40; length++)
        {
            float[] gradients = OptimizerCases.Values(length, 5);
            double norm = Math.Sqrt(gradients.Sum(static g => (double)g * g));
            float max = (float)(norm / 3);
            float[] expected = [.. gradients.Select(g => g * (float)(max / (norm + 1e-6)))];

            double found = GradientClipping.ByNorm(gradients, max);

            Assert.Equal(norm, found, 1e-14);
            Assert.Equal(expected, gradients);
        }
    }

    [Fact]
    public void ByNorm_KnownValues()
    {
        float[] gradients = [3, 4];

        Assert.Equal(5, GradientClipping.ByNorm(gradients, 1));

        // 1/(5 + 1e-6) times 3 and 4, as clip_grad_norm_ has it.
        Assert.Equal(0.59999988f, gradients[0], 1e-7f);
        Assert.Equal(0.79999984f, gradients[1], 1e-7f);
    }

    [Fact]
    public void ByNorm_BelowTheLimit_ChangesNothing()
    {
        float[] gradients = [3, 4];

        Assert.Equal(5, GradientClipping.ByNorm(gradients, 5.1f));

        Assert.Equal([3, 4], gradients);
    }

    [Fact]
    public void ByNorm_ValuesWhoseSquaresOverflowAFloat_IsRight()
    {
        float[] gradients = [3e30f, 4e30f];

        Assert.Equal(5e30, GradientClipping.ByNorm(gradients, 1), 1e24);

        Assert.Equal(0.6f, gradients[0], 1e-6f);
    }

    [Fact]
    public void ByNorm_NotFinite_IsReportedAndChangesNothing()
    {
        float[] infinite = [1, float.PositiveInfinity], nan = [1, float.NaN];

        Assert.Equal(double.PositiveInfinity, GradientClipping.ByNorm(infinite, 1));
        Assert.Equal(double.NaN, GradientClipping.ByNorm(nan, 1));

        Assert.Equal([1, float.PositiveInfinity], infinite);
        Assert.Equal([1, float.NaN], nan);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Limits_OutOfRange_AreRefused(float limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(new float[1], limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm(new float[1], limit));
    }

    [Fact]
    public void Clipping_AllocatesNothing()
    {
        float[] gradients = OptimizerCases.Values(100, 1);

        Assert.Equal(0, Allocations.Of(() => () =>
        {
            GradientClipping.ByNorm(gradients, 0.1f);
            GradientClipping.ByValue(gradients, 0.1f);
        }, calls: 1000));
    }
}
