using System.Xml.Linq;

namespace Netsmith.Reporting.Tests;

/// <summary>Reports to look at.</summary>
internal static class SampleReports
{
    /// <summary>Every kind of section, from a network that was really trained, for a moment.</summary>
    public static HtmlReport Full(string title = "Digits")
    {
        (Dataset train, Dataset test) = SyntheticDigits.CreateTrainAndTest(600, 200);
        var network = new ImageNetwork(seed: 1);
        var options = new TrainingOptions { Epochs = 3, BatchSize = 20, Optimizer = new Sgd(0.1f) { Momentum = 0.5 }, Validation = test, Seed = 1 };
        LearningRateCurve curve = LearningRateFinder.Find(network, train, options);
        TrainingHistory history = WithoutTimes(network.Fit(train, options));
        return new HtmlReport(title) { Description = "A network that reads drawn digits.", Timestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }
            .AddSettings(options)
            .AddSummary(ImageNetwork.Summary)
            .AddLearningRateFinder(curve)
            .AddHistory(history)
            .AddEvaluation(network.Evaluate(test))
            .AddWorstPredictions(network, test, 12)
            .AddFirstLayerWeights(network)
            .AddComparison([.. new[] { 0.01, 0.05, 0.1, 0.5 }.Select(rate => ($"rate {FormattableString.Invariant($"{rate}")}", Curve(12, rate)))]);
    }

    /// <summary>A history whose loss falls with a rate.</summary>
    public static TrainingHistory Curve(int epochs, double rate) => new(Enumerable.Range(1, epochs).Select(epoch =>
        new EpochResult(epoch, 2.3 * Math.Exp(-rate * epoch), 1 - 0.9 * Math.Exp(-rate * epoch), 2.4 * Math.Exp(-rate * epoch * 0.8), 1 - 0.9 * Math.Exp(-rate * epoch * 0.8), (float)rate, 0.25)));

    /// <summary>The page as XML: it is written so that it is well-formed.</summary>
    public static XDocument Parse(string html)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        return XDocument.Parse(html[Doctype.Length..]);
    }

    /// <summary>The page of a report as XML.</summary>
    public static XDocument Parse(HtmlReport report) => Parse(report.ToHtml());

    private static TrainingHistory WithoutTimes(TrainingHistory history) => new(history.Epochs.Select(epoch => epoch with { Seconds = 0.5 }));
}
