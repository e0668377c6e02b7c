using System.Xml.Linq;

namespace Netsmith.Reporting.Tests;

public sealed class SectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(2000)]
    public void History_EachEpoch_IsAPointOfEachLine(int epochs)
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddHistory(SampleReports.Curve(epochs, 0.01)));

        // Loss and accuracy in training and validation, learning rate.
        XElement[] lines = [.. page.Descendants("svg").Where(IsPlot).Elements("g").Elements("path")];
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal(epochs, PointCount(line)));
        Assert.Equal(epochs <= 40 ? 5 * epochs : 0, page.Descendants("circle").Count());
        Assert.InRange(page.Descendants("tbody").Elements("tr").Count(), Math.Min(epochs, 100), 201);
    }

    [Fact]
    public void History_Empty_SaysSo() =>
        Assert.Contains("No epoch was completed", SampleReports.Parse(new HtmlReport("x").AddHistory(new TrainingHistory([]))).ToString(), StringComparison.Ordinal);

    [Fact]
    public void History_ValuesThatAreNotFinite_InterruptTheLine()
    {
        double[] losses = [3, 2, double.NaN, 1, double.PositiveInfinity, 0.5, double.MaxValue];
        var history = new TrainingHistory(losses.Select((loss, i) => new EpochResult(i + 1, loss, double.NaN, null, null, 0.1f, double.NaN)));

        XDocument page = SampleReports.Parse(new HtmlReport("x").AddHistory(history));

        XElement loss = page.Descendants("svg").First(IsPlot);
        string path = loss.Element("g")!.Element("path")!.Attribute("d")!.Value;
        Assert.Equal(3, path.Count(c => c == 'M'));
        Assert.Equal(4, PointCount(loss.Element("g")!.Element("path")!));
        Assert.DoesNotContain(page.Descendants("svg").Attributes(), attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞'));
        Assert.Contains("3 values are not drawn", page.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Descendants("figcaption"), caption => caption.Value.StartsWith("Accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public void History_AllLossesNaN_SaysSo()
    {
        var history = new TrainingHistory([new EpochResult(1, double.NaN, double.NaN, double.NaN, double.NaN, 0, 1)]);
        Assert.Contains("no value that can be drawn", SampleReports.Parse(new HtmlReport("x").AddHistory(history)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_Confusions_AreCountedInTheRightCells()
    {
        ConfusionMatrix matrix = HtmlReportTests.Matrix((0, 0), (0, 0), (0, 1), (1, 1), (2, 0), (2, 0), (2, 0));
        var report = new HtmlReport("x") { ClassNames = ["ant", "bee"] }.AddEvaluation(new Evaluation(0.5, matrix.Accuracy, 3, 7, matrix));

        XDocument page = SampleReports.Parse(report);

        XElement table = page.Descendants("table").Single(element => element.Attribute("class")?.Value == "matrix");
        Assert.Equal(["ant|2|1|0", "bee|0|1|0", "2|3|0|0"], table.Element("tbody")!.Elements("tr").Select(Row));
        string[] classes = [.. Rows(page, "Each class")];
        Assert.Equal("ant|40.00 %|66.67 %|50.00 %|3", classes[0]);
        Assert.Equal("bee|50.00 %|100.00 %|66.67 %|1", classes[1]);
        Assert.Equal("2|–|0.00 %|0.00 %|3", classes[2]);
        Assert.Equal(["2|ant|3", "ant|bee|1"], Rows(page, "Most frequent mistakes"));
    }

    [Fact]
    public void Evaluation_ManyClasses_ShowsTheWorst()
    {
        ConfusionMatrix matrix = HtmlReportTests.Matrix([.. Enumerable.Range(0, 100).Select(i => (i, i)), (7, 8)]);

        XDocument page = SampleReports.Parse(new HtmlReport("x").AddEvaluation(new Evaluation(1, 1, 100, 101, matrix)));

        Assert.DoesNotContain(page.Descendants("table"), table => table.Attribute("class")?.Value == "matrix");
        string[] rows = [.. Rows(page, "The 50 classes with the lowest F1")];
        Assert.Equal(50, rows.Length);
        Assert.Equal(["7", "8"], rows.Take(2).Select(row => row.Split('|')[0]));
    }

    [Fact]
    public void Evaluation_OfValues_HasNoAccuracy()
    {
        string page = SampleReports.Parse(new HtmlReport("x").AddEvaluation(new Evaluation(0.25, double.NaN, 0, 4, null) { MeanAbsoluteError = 0.5, RSquared = 0.75 })).ToString();
        Assert.Contains("R²", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Accuracy", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_Layers_AreTheRows()
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddSummary(ImageNetwork.Summary));
        Assert.Equal(["|Input|[784]||", "0|Dense(12)|[12]|9,420|9,408", "1|Relu|[12]|0|0", "2|Dense(10)|[10]|130|120", "|SoftmaxCrossEntropy|||", "|Total||9,550|9,528"], Rows(page, "ImageNetwork"));
    }

    [Fact]
    public void Settings_Values_AreInvariant()
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddSettings([("a", 0.5), ("b", null), ("c", true), ("d", TimeSpan.FromSeconds(90)), ("e", 1234)]));
        Assert.Equal(["a|0.5", "b|–", "c|yes", "d|1 min 30 s", "e|1234"], page.Descendants("tr").Select(Row));
    }

    [Fact]
    public void Settings_OfFit_AreListed()
    {
        var options = new TrainingOptions { Epochs = 7, BatchSize = 8, Optimizer = new Sgd(0.1f) { Momentum = 0.9, Nesterov = true }, ValidationFraction = 0.25, Seed = 3 };
        string[] rows = [.. SampleReports.Parse(new HtmlReport("x").AddSettings(options)).Descendants("tr").Select(Row)];
        Assert.Equal(["Epochs|7", "Batch size|8", $"Optimizer|{options.Optimizer}", "Validation|25 % of the training data", "Shuffled|yes", "Seed|3"], rows);
    }

    [Fact]
    public void Finder_RatesAndSuggestions_AreDrawn()
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddLearningRateFinder([0, 1e-4, 1e-3, 1e-2], [9, 3, 2, double.NaN], [("valley", 5e-4), ("elsewhere", 10)]));
        XElement plot = page.Descendants("svg").Single(IsPlot);
        Assert.Equal(2, PointCount(plot.Element("g")!.Element("path")!));
        Assert.Equal("valley 0.0005", Assert.Single(plot.Elements("text"), text => text.Attribute("class")?.Value == "mark-text").Value);
        Assert.Equal(4, page.Descendants("tbody").Elements("tr").Count());
        Assert.Contains("No learning rate", SampleReports.Parse(new HtmlReport("x").AddLearningRateFinder([], [])).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_ThatAreRarelySet_AreListedWhereSet()
    {
        var options = new TrainingOptions
        {
            Optimizer = new Sgd(0.1f), Schedule = new StepSchedule(3), EarlyStopping = new EarlyStopping { Patience = 4, MinDelta = 0.5 }, ClipNorm = 1.5f, AccumulationSteps = 2,
            FrozenParameters = ["0", "2.bias"], LearningRateFactors = new Dictionary<string, double> { ["2"] = 0.1 }, ClassWeights = [1, 0.5f], Threads = 2,
            ContinueFrom = SampleReports.Curve(6, 0.1),
        };
        string[] rows = [.. SampleReports.Parse(new HtmlReport("x").AddSettings(options)).Descendants("tr").Select(Row)];
        Assert.Equal(
            [
                "Schedule|StepSchedule", "Early stopping|ValidationLoss, patience 4, at least 0.5 better", "Gradients clipped to|norm 1.5", "Batches an update|2", "Frozen|0, 2.bias",
                "Learning rate factors|2: 0.1", "Class weights|1, 0.5", "Continues after epoch|6", "Threads|2",
            ],
            rows.Where(row => !row.StartsWith("Epochs", StringComparison.Ordinal) && row.Split('|')[0] is not ("Batch size" or "Optimizer" or "Shuffled" or "Seed")));
    }

    [Fact]
    public void Finder_Curve_IsDrawnWithItsSuggestions()
    {
        double[] rates = [.. Enumerable.Range(0, 50).Select(i => Math.Pow(10, -5 + i * 0.1))];
        var curve = new LearningRateCurve(rates, [.. rates.Select(rate => 2 / (1 + 10 * rate) + rate * rate)], hasDiverged: false, plannedSteps: 50);
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddLearningRateFinder(curve));
        Assert.Equal(["valley", "steepest", "minimum / 10"], page.Descendants("dt").Select(name => name.Value));
        Assert.Equal(Figure.Number(curve.Valley), page.Descendants("dd").First().Value);
        Assert.Equal(50, PointCount(page.Descendants("svg").Single(IsPlot).Element("g")!.Element("path")!));
    }

    [Fact]
    public void Finder_OtherNumberOfLosses_IsRefused() =>
        Assert.Contains("Expected 2 losses", Assert.Throws<ArgumentException>(() => new HtmlReport("x").AddLearningRateFinder([1, 2], [1])).Message, StringComparison.Ordinal);

    [Fact]
    public void Comparison_Runs_ShareTheCharts()
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddComparison([("slow", SampleReports.Curve(5, 0.01)), ("fast", SampleReports.Curve(9, 0.5)), ("none", new TrainingHistory([]))]));
        XElement[] plots = [.. page.Descendants("svg").Where(IsPlot)];
        Assert.Equal(4, plots.Length);
        Assert.All(plots, plot => Assert.Equal([5, 9, 0], plot.Elements("g").Elements("path").Select(PointCount)));
        Assert.Equal(["slow", "fast", "none"], Rows(page, "What each run reached").Select(row => row.Split('|')[0]));
        Assert.Throws<ArgumentException>(() => new HtmlReport("x").AddComparison([]));
    }

    [Fact]
    public void NarrowSections_InPairs_StandSideBySide()
    {
        var report = new HtmlReport("x").AddSummary(ImageNetwork.Summary).AddHistory(SampleReports.Curve(1, 0.1));
        foreach (string name in (string[])["a", "b", "c"])
            report.AddSettings([(name, name)]);
        Assert.Equal([null, null, "half", "half", null], SampleReports.Parse(report).Descendants("section").Select(section => section.Attribute("class")?.Value));
    }

    internal static IEnumerable<string> Rows(XDocument page, string caption) =>
        page.Descendants("table").Single(table => table.Element("caption")?.Value == caption).Element("tbody")!.Elements("tr").Select(Row);

    internal static bool IsPlot(XElement svg) => svg.Attribute("class")?.Value == "plot";

    internal static string Row(XElement row) => string.Join('|', row.Elements().Select(cell => cell.Value));

    private static int PointCount(XElement path) => path.Attribute("d")!.Value.Count(c => c is 'M' or 'L');
}
