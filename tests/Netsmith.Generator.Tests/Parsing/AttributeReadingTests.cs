using Netsmith.Generator.Model;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Parsing;

/// <summary>Attributes become exactly the model that was written.</summary>
public sealed class AttributeReadingTests
{
    [Fact]
    public void Layers_InSeveralBrackets_KeepReadingOrder()
    {
        NetworkModel model = Read("[Network(1, 4, 4)]\n[Flatten]\n[Dense(8), Relu]\n[Dense(3)] [SoftmaxCrossEntropy]");
        Assert.Equal("[1, 4, 4]", model.Input.ToString());
        Assert.Equal(["Flatten", "Dense", "Relu", "Dense"], model.Layers.Select(l => l.Kind));
        Assert.Equal("SoftmaxCrossEntropy", model.Loss?.Kind);
        Assert.False(model.InputGradient);
    }

    [Fact]
    public void Layers_OnThePartWithNetwork_IgnoreOtherAttributesAndParts()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[System.Obsolete] public sealed partial class Net;",
            "using Netsmith;\n[System.Serializable, Network(4), System.CLSCompliant(false), Dense(3)] public sealed partial class Net;");
        Assert.Equal(["Dense"], Assert.Single(run.Models).Layers.Select(l => l.Kind));
    }

    [Theory]
    [InlineData("Dense(3)", "outFeatures=3")]
    [InlineData("Dense(outFeatures: 1 + 2)", "outFeatures=3")]
    [InlineData("Dense(3, Bias = false)", "outFeatures=3 Bias=0")]
    [InlineData("Dense(3, Init = Initializer.Constant, InitScale = 0.5)", "outFeatures=3 Init={Constant} InitScale=0.5")]
    [InlineData("Dense('a')", "outFeatures=97")]
    public void Dense_Arguments_AreReadByName(string attribute, string expected) =>
        Assert.Equal(
            expected.Replace("{Constant}", ((int)Initializer.Constant).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Arguments(Assert.Single(Read($"[Network(4), {attribute}]").Layers)));

    [Theory]
    [InlineData("LeakyRelu", "")]
    [InlineData("LeakyRelu()", "")]
    [InlineData("LeakyRelu(0.2)", "slope=0.2")]
    [InlineData("LeakyRelu(1)", "slope=1")]
    [InlineData("LeakyRelu(slope: 1f / 4)", "slope=0.25")]
    public void OptionalArgument_OnlyWhenWritten_IsInTheModel(string attribute, string expected) =>
        Assert.Equal(expected, Arguments(Read($"[Network(4), Dense(3), {attribute}]").Layers[1]));

    [Theory]
    [InlineData("[Network(new[] { 2, 3 })]", "[2, 3]")]
    [InlineData("[Network(inputShape: 6)]", "[6]")]
    [InlineData("[Network(2, 3, InputGradient = false)]", "[2, 3]")]
    public void Network_AnySpelling_GivesShape(string network, string shape) =>
        Assert.Equal(shape, Read(network + "[Flatten, Dense(3)]").Input.ToString());

    [Fact]
    public void Network_InputGradient_IsRead() => Assert.True(Read("[Network(4, InputGradient = true), Dense(3)]").InputGradient);

    [Theory]
    [InlineData("[{|NSM0009:Network|}, Dense(3)]")]
    [InlineData("[{|NSM0009:Network()|}, Dense(3)]")]
    [InlineData("[{|NSM0009:Network(null!)|}, Dense(3)]")]
    [InlineData("[{|NSM0009:Network(4, 0)|}, Dense(3)]")]
    [InlineData("[{|NSM0009:Network(-1)|}, Dense(3)]")]
    public void Network_NoOrImpossibleShape_IsRefused(string attributes) => Assert.Empty(GeneratorHarness.RunNetwork(attributes).Sources);

    [Theory]
    [InlineData("[Network(4), Dens(3)]")]
    [InlineData("[Network(4), Dense]")]
    [InlineData("[Network(4), Dense()]")]
    [InlineData("[Network(4), Dense(missing)]")]
    [InlineData("[Network(4), Dense(\"3\")]")]
    [InlineData("[Network(4), Dense(null)]")]
    [InlineData("[Network(4), Dense(3, Init = Initializer.Missing)]")]
    [InlineData("[Network(\"4\"), Dense(3)]")]
    [InlineData("[Network(4, null), Dense(3)]")]
    [InlineData("[Network(new int[] { missing }), Dense(3)]")]
    [InlineData("[Network(4), Dense(3), LeakyRelu(typeof(int))]")]
    [InlineData("[Network(4), Network(5), Dense(3)]", true)]
    public void UnfinishedCode_IsLeftToTheCompiler(string attributes, bool firstIsRead = false)
    {
        GeneratorRun run = GeneratorHarness.RunNetwork(attributes);
        Assert.Equal(firstIsRead ? 1 : 0, run.Sources.Count);
        Assert.Contains(run.Compilation.GetDiagnostics(), d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
    }

    [Fact]
    public void NetworkOnTwoParts_WritesOneFile()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[Netsmith.Network(4), Netsmith.Dense(3)]\npublic sealed partial class Net;",
            "[Netsmith.Network(4)]\npublic sealed partial class Net;");
        Assert.Single(run.Sources);
        Assert.Contains(run.Compilation.GetDiagnostics(), d => d.Id == "CS0579");
    }

    [Fact]
    public void UnresolvedAttributeBeforeNetwork_DoesNotStandInTheWay() =>
        Assert.Single(GeneratorHarness.RunNetwork("[WrittenByAnotherGenerator] [Network(4), Dense(3)]").Sources);

    private static NetworkModel Read(string attributes) => Assert.Single(GeneratorHarness.RunNetwork(attributes).Models);

    private static string Arguments(LayerModel layer) => string.Join(" ", layer.Arguments.Select(a =>
        $"{a.Name}={a.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}"));
}
