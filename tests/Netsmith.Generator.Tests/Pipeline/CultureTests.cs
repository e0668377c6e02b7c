using System.Globalization;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Pipeline;

/// <summary>The machine's language and the files' line ends leave no trace in what is generated.</summary>
public sealed class CultureTests
{
    /// <summary>Every kind of number: fractions, negative ones, large and small ones; and a warning, whose text counts as well.</summary>
    private static readonly string Marked = TestCompilation.Network("""
        [Network(1, 4, 1250)]
        [Flatten, Dense(8, Init = Initializer.Uniform, InitScale = 0.0005), LeakyRelu(0.125), Dropout(0.25)]
        [Dense(6), Elu(1.5e-7), Dense(5), {|NSM0202:Dense(3, Bias = false)|}, SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
        """);

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    public void Output_UnderAnyCulture_HasTheSameBytes(string culture)
    {
        GeneratorRun invariant = Under(CultureInfo.InvariantCulture, Marked);
        GeneratorRun other = Under(CultureInfo.GetCultureInfo(culture), Marked);
        Assert.Equal(invariant.Sources, other.Sources);
        Assert.Equal(invariant.PrintedDiagnostics, other.PrintedDiagnostics);
    }

    [Fact]
    public void Cultures_AreRealOnThisMachine() =>
        Assert.Equal("0,5", 0.5.ToString(CultureInfo.GetCultureInfo("de-DE")));

    [Fact]
    public void Output_OfSourceWithCarriageReturns_HasTheSameBytes()
    {
        GeneratorRun run = GeneratorHarness.Run(Marked.ReplaceLineEndings("\r\n"));
        Assert.Equal(GeneratorHarness.Run(Marked.ReplaceLineEndings("\n")).Sources, run.Sources);
        Assert.DoesNotContain('\r', run.Source);
    }

    [Fact]
    public void Output_IsUtf8WithoutMark() =>
        Assert.Empty(Assert.Single(GeneratorHarness.Run(Marked).Result.GeneratedSources).SourceText.Encoding!.GetPreamble());

    private static GeneratorRun Under(CultureInfo culture, string marked)
    {
        (CultureInfo before, CultureInfo beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            return GeneratorHarness.Run(marked);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
