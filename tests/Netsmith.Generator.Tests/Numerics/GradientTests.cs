using Netsmith.Generator.Planning;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>Emitted backward passes against differences of the emitted loss, in double.</summary>
public sealed class GradientTests
{
    private static readonly Lazy<NetworkAssembly> Networks = new(() => NetworkAssembly.Compile(GradientCases.All, Emitted.Double));

    public static TheoryData<string> Cases => [.. GradientCases.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_OfEveryParameterAndInput_MatchDifferencesOfTheLoss(string attributes)
    {
        int index = GradientCases.All.ToList().IndexOf(attributes);
        // Large shapes are slow to check and need not repeat what the small ones show.
        foreach (int batchSize in Networks.Value.Plan(index).ParameterCount > 400 ? new[] { 3 } : [2, 19])
            GradientCheck.Assert(Networks.Value, index, batchSize, seed: 1000 + (uint)index);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(13)]
    public void Gradients_AtEveryTileHeight_MatchDifferencesOfTheLoss(int batchSize)
    {
        int index = GradientCases.All.ToList().IndexOf("[Network(6, InputGradient = true), Dense(4), Gelu, Dense(37), SoftmaxCrossEntropy]");
        GradientCheck.Assert(Networks.Value, index, batchSize, seed: 40 + (uint)batchSize);
    }

    /// <summary>Proof that the check can fail: each of these mistakes in the emitted text must be found.</summary>
    [Theory]
    [InlineData("sign", "d * ((Vector", "-d * ((Vector")]
    [InlineData("half a derivative", ".One - kept", ".One - 0d * kept")]
    [InlineData("a bias gradient of every other sample", "row += 4)", "row += 8, k--)")]
    [InlineData("a factor of the loss", "Vector512.Create(2d) * (", "Vector512.Create(2.00001d) * (")]
    public void Check_OfABrokenKernel_Fails(string mistake, string text, string broken)
    {
        const string Attributes = "[Network(3, InputGradient = true), Dense(4), Tanh, Dense(3), Tanh, MeanSquaredError]"; // not straight-line
        text = text.Replace("512", VectorWidth.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        broken = broken.Replace("512", VectorWidth.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        bool applied = false;
        NetworkAssembly networks = NetworkAssembly.Compile([Attributes], Emitted.Double, source =>
        {
            applied |= source.Contains(text, StringComparison.Ordinal);
            return source.Replace(text, broken, StringComparison.Ordinal);
        });
        Assert.True(applied, $"Nothing to break: '{text}' is not in the emitted source.");
        Assert.True(GradientCheck.Find(networks.Double(0), networks.Plan(0), batchSize: 4, seed: 5) is not null, $"{mistake} went unnoticed.");
    }

    [Fact]
    public void Cases_CoverBothWaysToEmitAPass()
    {
        bool[] straight = [.. Enumerable.Range(0, Networks.Value.Count).Select(i => StraightLineRules.Apply(Networks.Value.Plan(i)))];
        Assert.All(GradientCases.StraightLine, c => Assert.True(straight[GradientCases.All.ToList().IndexOf(c)], c));
        Assert.True(straight.Count(s => !s) > 50);
    }

    [Fact]
    public void Cases_CoverEveryDefinition() => Assert.All(Generator.Layers.Catalog.All, definition =>
        Assert.Contains(GradientCases.All, c => System.Text.RegularExpressions.Regex.IsMatch(c, $@"\b{definition.Kind}\b")));
}
