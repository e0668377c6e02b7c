using System.Globalization;
using Netsmith.Tests.Serialization;

namespace Netsmith.Tests.Summary;

public sealed class NetworkSummaryTests
{
    [Fact]
    public void Totals_OfAPerceptron_AreTheSums()
    {
        NetworkSummary summary = TestNetworks.Mlp([784, 200, 10], "Relu");
        Assert.Equal((784, 10), (summary.InputSize, summary.OutputSize));
        Assert.Equal(784 * 200 + 200 + 200 * 10 + 10, summary.ParameterCount);
        Assert.Equal(784 * 200 + 200 * 10, summary.MultiplyAdds);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], summary.Parameters.Select(static p => p.Name));
    }

    [Fact]
    public void ToString_IsATableInEveryCulture()
    {
        NetworkSummary summary = new("Digits", [1, 28, 28],
            [
                new(0, "Flatten", "Flatten", [784], 0, 0),
                new(1, "Dense", "Dense(200)", [200], 157_000, 156_800),
            ],
            [new("1.weight", [200, 784], 0), new("1.bias", [200], 156_800)], "SoftmaxCrossEntropy");
        const string Expected = """
            Digits
               Layer                Output       Parameters  Multiply-adds
            --------------------------------------------------------------
               Input                [1, 28, 28]
            0  Flatten              [784]                 0              0
            1  Dense(200)           [200]           157,000        156,800
               SoftmaxCrossEntropy
            --------------------------------------------------------------
               Total                                157,000        156,800

            """;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(Expected.ReplaceLineEndings("\n"), summary.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Constructor_ParametersWithAGapOrAnotherTotal_IsRefused()
    {
        LayerSummary[] layers = [new(0, "Dense", "Dense(2)", [2], 6, 4)];
        Assert.Throws<ArgumentException>(() => new NetworkSummary("N", [2], layers, [new("0.weight", [2, 2], 0), new("0.bias", [2], 5)], null));
        Assert.Throws<ArgumentException>(() => new NetworkSummary("N", [2], layers, [new("0.weight", [2, 2], 0)], null));
    }
}
