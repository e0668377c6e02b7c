using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Netsmith.CompilerServices;
using Netsmith.TestSupport;
using Xunit.Abstractions;

namespace Netsmith.Tests.Numerics;

public sealed class VectorMathTests(ITestOutputHelper output)
{
    private const uint InfinityBits = 0x7F800000;

    public static TheoryData<string> Names => VectorMathCase.Names;

    // Every 1009th float of both signs, subnormal ones included: 4.2 million arguments.
    [Theory, MemberData(nameof(Names))]
    public void Function_OverTheFullRange_StaysWithinItsUlpBound(string name)
    {
        VectorMathCase function = VectorMathCase.Find(name);
        double worst = 0;
        float where = 0;
        Span<float> x = stackalloc float[16], y = stackalloc float[16];
        for (uint bits = 0; bits < InfinityBits; bits += 8 * 1009)
        {
            for (int i = 0; i < 16; i++)
                x[i] = BitConverter.UInt32BitsToSingle(Math.Min(bits + (uint)(i >> 1) * 1009, InfinityBits - 1) | (uint)i << 31);
            function.Wide512(Vector512.Create<float>(x)).CopyTo(y);
            for (int i = 0; i < 16; i++)
            {
                double error = UlpError(y[i], function.Truth(x[i]));
                if (!(error <= worst) && x[i] >= function.Least)
                    (worst, where) = (error, x[i]);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: largest error {worst:F3} ulp at {where:G9}"));
        Assert.True(worst <= function.MaxUlp, string.Create(CultureInfo.InvariantCulture, $"{name}({where:G9}) is {worst:G4} ulp off, at most {function.MaxUlp} allowed"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Function_InEveryWidthAndScalar_HasTheSameBits(string name)
    {
        VectorMathCase function = VectorMathCase.Find(name);
        var random = new System.Random(5);
        float[] special =
        [
            0f, -0f, 1f, -1f, 88f, -88f, 88.72f, 88.73f, -87.4f, -103.9f, -104f, 100f, -100f, 1000f, -1000f, 0.9f, 9.02f, float.Epsilon,
            -float.Epsilon, 1e-40f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        Span<float> x = stackalloc float[16], wide = stackalloc float[16], narrow = stackalloc float[16];
        for (int block = 0; block < 20_000; block++)
        {
            for (int i = 0; i < 16; i++)
            {
                int at = block * 16 + i;
                x[i] = at < special.Length ? special[at]
                    : (at & 1) == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))
                    : (float)(random.NextDouble() * 40 - 20);
            }

            function.Wide512(Vector512.Create<float>(x)).CopyTo(wide);
            for (int i = 0; i < 16; i += 8)
                function.Wide256(Vector256.Create<float>(x.Slice(i, 8))).CopyTo(narrow[i..]);
            AssertSameBits(function.Name, "Vector256", x, wide, narrow);
            for (int i = 0; i < 16; i += 4)
                function.Wide128(Vector128.Create<float>(x.Slice(i, 4))).CopyTo(narrow[i..]);
            AssertSameBits(function.Name, "Vector128", x, wide, narrow);
            for (int i = 0; i < 16; i++)
                narrow[i] = function.Scalar(x[i]);
            AssertSameBits(function.Name, "scalar", x, wide, narrow);
        }
    }

    [Theory]
    [InlineData("Exp", 0f, 1f)]
    [InlineData("Exp", 88.8f, float.PositiveInfinity)]
    [InlineData("Exp", 100f, float.PositiveInfinity)]
    [InlineData("Exp", 1000f, float.PositiveInfinity)]
    [InlineData("Exp", float.MaxValue, float.PositiveInfinity)]
    [InlineData("Exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Exp", -104f, 0f)]
    [InlineData("Exp", -1000f, 0f)]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("ExpM1", float.Epsilon, float.Epsilon)]
    [InlineData("ExpM1", -18f, -1f)]
    [InlineData("ExpM1", -1000f, -1f)]
    [InlineData("ExpM1", float.NegativeInfinity, -1f)]
    [InlineData("ExpM1", 100f, float.PositiveInfinity)]
    [InlineData("ExpM1", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Log", 0f, float.NegativeInfinity)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Log", -1e-40f, float.NaN)]
    [InlineData("Log", -1f, float.NaN)]
    [InlineData("Log", float.NegativeInfinity, float.NaN)]
    [InlineData("Log1P", -1f, float.NegativeInfinity)]
    [InlineData("Log1P", -1.5f, float.NaN)]
    [InlineData("Log1P", float.NegativeInfinity, float.NaN)]
    [InlineData("Log1P", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Softplus", 100f, 100f)]
    [InlineData("Softplus", 1000f, 1000f)]
    [InlineData("Softplus", -1000f, 0f)]
    [InlineData("Softplus", float.NegativeInfinity, 0f)]
    [InlineData("Softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Sigmoid", 88f, 1f)]
    [InlineData("Sigmoid", 1000f, 1f)]
    [InlineData("Sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("Sigmoid", -1000f, 0f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("Tanh", 0f, 0f)]
    [InlineData("Tanh", 9.1f, 1f)]
    [InlineData("Tanh", -88f, -1f)]
    [InlineData("Tanh", 1000f, 1f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Tanh", float.PositiveInfinity, 1f)]
    [InlineData("Tanh", float.Epsilon, float.Epsilon)]
    [InlineData("Erf", 4f, 1f)]
    [InlineData("Erf", -100f, -1f)]
    [InlineData("Erf", float.NegativeInfinity, -1f)]
    [InlineData("Erf", float.PositiveInfinity, 1f)]
    [InlineData("NormalCdf", 0f, 0.5f)]
    [InlineData("NormalCdf", 100f, 1f)]
    [InlineData("NormalCdf", float.PositiveInfinity, 1f)]
    [InlineData("NormalCdf", -100f, 0f)]
    [InlineData("NormalCdf", float.NegativeInfinity, 0f)]
    [InlineData("NormalDensity", float.NegativeInfinity, 0f)]
    [InlineData("NormalDensity", 1000f, 0f)]
    public void Function_AtItsLimits_IsExact(string name, float x, float expected) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(VectorMathCase.Find(name).Scalar(x)));

    [Theory]
    [InlineData("Exp", 1f)]
    [InlineData("Log", float.NegativeInfinity)]
    [InlineData("Sigmoid", 0.5f)]
    [InlineData("NormalCdf", 0.5f)]
    [InlineData("ExpM1", -0f)]
    [InlineData("Log1P", -0f)]
    [InlineData("Tanh", -0f)]
    [InlineData("Erf", -0f)]
    public void Function_OfMinusZero_KeepsTheSignOfAnOddFunction(string name, float expected) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(VectorMathCase.Find(name).Scalar(-0f)));

    [Theory, MemberData(nameof(Names))]
    public void Function_OfNaN_IsNaN(string name)
    {
        VectorMathCase function = VectorMathCase.Find(name);
        foreach (int bits in new[] { 0x7FC00000, unchecked((int)0xFFC00000), 0x7F800001, 0x7FFFFFFF })
        {
            float nan = BitConverter.Int32BitsToSingle(bits);
            Assert.True(float.IsNaN(function.Scalar(nan)));
            Assert.True(float.IsNaN(function.Wide128(Vector128.Create(nan)).GetElement(3)));
            Assert.True(float.IsNaN(function.Wide256(Vector256.Create(nan)).GetElement(7)));
            Assert.True(float.IsNaN(function.Wide512(Vector512.Create(nan)).GetElement(15)));
        }
    }

    [Fact]
    public void NormalCdf_WithItsDensity_GivesWhatBothGiveAlone()
    {
        for (float x = -15; x < 15; x += 0.37f)
        {
            float cdf = VectorMath.NormalCdf(x, out float density);
            Assert.Equal(VectorMath.NormalCdf(x), cdf);
            Assert.Equal(VectorMath.NormalDensity(x), density);
            Vector512<float> wide = VectorMath.NormalCdf(Vector512.Create(x), out Vector512<float> wideDensity);
            Assert.Equal((cdf, density), (wide.GetElement(15), wideDensity.GetElement(15)));
        }
    }

    // It is 0 at -1.19, so the error is compared with its largest value, 1.09.
    [Fact]
    public void MishDerivative_OfAnyArgument_IsItsSlopeInEveryWidth()
    {
        for (float x = -120; x < 120; x += 0.0137f)
        {
            double sigmoid = TrueValues.Sigmoid(x), t = Math.Tanh(TrueValues.Softplus(x));
            float slope = VectorMath.MishDerivative(x);
            Assert.Equal(t + (x * sigmoid * (1 - (t * t))), slope, 4e-7);
            Assert.Equal(slope, VectorMath.MishDerivative(Vector128.Create(x)).GetElement(3));
            Assert.Equal(slope, VectorMath.MishDerivative(Vector256.Create(x)).GetElement(7));
            Assert.Equal(slope, VectorMath.MishDerivative(Vector512.Create(x)).GetElement(15));
        }
    }

    // The truth of the tests against values computed with 50 digits: exact GELU is x·Φ(x).
    [SharedFact]
    public void TrueValues_AgainstReferenceVectors_Agree()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(SharedData.Path("reference", "activations", "activations.json")));
        double[] x = Doubles(file.RootElement.GetProperty("x"));
        int compared = 0;
        foreach (JsonElement entry in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            Func<double, double>? truth = entry.GetProperty("name").GetString() switch
            {
                "gelu" => v => v * TrueValues.NormalCdf(v),
                "sigmoid" => TrueValues.Sigmoid,
                "softplus" => TrueValues.Softplus,
                "elu" => v => v > 0 ? v : TrueValues.ExpM1(v),
                "tanh" => Math.Tanh,
                _ => null,
            };
            if (truth is null)
                continue;
            double[] expected = Doubles(entry.GetProperty("y_exact"));
            for (int i = 0; i < x.Length; i++)
            {
                double found = truth(x[i]);
                Assert.True(Math.Abs(found - expected[i]) <= 2e-13 * Math.Abs(expected[i]) + 1e-300, $"{entry.GetProperty("name")}({x[i]:R}): expected {expected[i]:R}, found {found:R}");
            }

            compared++;
        }

        Assert.Equal(5, compared);
    }

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(e =>
        e.ValueKind == JsonValueKind.Number ? e.GetDouble() : double.Parse(e.GetString()!, CultureInfo.InvariantCulture))];

    // Distance from the true value in units of the last place that a float of its size has; infinity where infinity, NaN or a
    // finite number is missing.
    private static double UlpError(float found, double truth)
    {
        float nearest = (float)truth;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest))
        {
            bool overflowsByRounding = float.IsFinite(found) && Math.Abs(truth) < 3.4028236e38;
            return found.Equals(nearest) || overflowsByRounding ? 0 : double.PositiveInfinity;
        }

        double size = Math.Max(Math.Abs(truth), 1.1754943508222875e-38);
        return Math.Abs(found - truth) / Math.ScaleB(1, Math.ILogB(size) - 23);
    }

    private static void AssertSameBits(string name, string width, Span<float> x, Span<float> expected, Span<float> found)
    {
        for (int i = 0; i < x.Length; i++)
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(found[i]) && !(float.IsNaN(expected[i]) && float.IsNaN(found[i])))
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}({x[i]:G9}): Vector512 gives {expected[i]:G9}, {width} {found[i]:G9}"));
    }
}
