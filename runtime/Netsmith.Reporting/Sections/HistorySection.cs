using static Netsmith.Html;

namespace Netsmith;

/// <summary>What the epochs of a run achieved.</summary>
internal static class HistorySection
{
    private const int MostRows = 200;

    /// <summary>Key figures, curves, and a table of all epochs.</summary>
    public static ReportSection Create(string heading, TrainingHistory history)
    {
        IReadOnlyList<EpochResult> epochs = history.Epochs;
        if (epochs.Count == 0)
            return new(heading, [Element("p", Class("muted"), "No epoch was completed.")]);
        return new(heading, [Html.Figures(KeyFigures(epochs)), Element("div", Class("charts"), Charts(epochs).Select(chart => chart.Draw())), EpochTable(epochs)]);
    }

    /// <summary>A line over the epochs that have the value.</summary>
    public static ChartLine Line(string name, IEnumerable<EpochResult> epochs, Func<EpochResult, double?> value, int style) =>
        new(name, [.. epochs.Where(epoch => value(epoch) is not null).Select(epoch => ((double)epoch.Epoch, value(epoch)!.Value))], style);

    /// <summary>The epoch with the best value that is a number: the first of several that tie.</summary>
    public static EpochResult? Best(IEnumerable<EpochResult> epochs, Func<EpochResult, double?> value, bool highest)
    {
        EpochResult? best = null;
        foreach (EpochResult epoch in epochs)
        {
            if (value(epoch) is not double candidate || !double.IsFinite(candidate))
                continue;
            if (best is null || (highest ? candidate > value(best) : candidate < value(best)))
                best = epoch;
        }
        return best;
    }

    private static IEnumerable<(string, string)> KeyFigures(IReadOnlyList<EpochResult> epochs)
    {
        EpochResult last = epochs[^1];
        yield return ("Epochs", Figure.Count(epochs.Count));
        yield return ("Last loss", Figure.Number(last.Loss));
        if (last.ValidationLoss is double validationLoss)
            yield return ("Last validation loss", Figure.Number(validationLoss));
        if (Best(epochs, epoch => epoch.ValidationAccuracy, highest: true) is EpochResult best)
            yield return ("Best validation accuracy", Figure.Text($"{Figure.Percent(best.ValidationAccuracy)} (epoch {best.Epoch})"));
        else if (double.IsFinite(last.Accuracy))
            yield return ("Last accuracy", Figure.Percent(last.Accuracy));
        yield return ("Time", Figure.Seconds(epochs.Sum(epoch => epoch.Seconds)));
    }

    private static IEnumerable<LineChart> Charts(IReadOnlyList<EpochResult> epochs)
    {
        bool validated = epochs.Any(epoch => epoch.ValidationLoss is not null);
        List<ChartLine> losses = [Line("training", epochs, epoch => epoch.Loss, 0)];
        List<ChartLine> accuracies = [Line("training", epochs, epoch => epoch.Accuracy, 0)];
        if (validated)
        {
            losses.Add(Line("validation", epochs, epoch => epoch.ValidationLoss, 1));
            accuracies.Add(Line("validation", epochs, epoch => epoch.ValidationAccuracy, 1));
        }
        yield return new LineChart { Caption = "Loss", XLabel = "epoch", Lines = losses, YScale = LineChart.LossScale(losses) };
        // A network that predicts values has no accuracy.
        if (accuracies.SelectMany(line => line.Points).Any(point => double.IsFinite(point.Y)))
            yield return new LineChart { Caption = "Accuracy", XLabel = "epoch", Lines = accuracies, YScale = AxisScale.Percent };
        yield return new LineChart { Caption = "Learning rate", XLabel = "epoch", Lines = [Line("learning rate", epochs, epoch => epoch.LearningRate, 0)], HasLegend = false };
    }

    private static object EpochTable(IReadOnlyList<EpochResult> epochs)
    {
        int every = (epochs.Count - 1) / MostRows + 1;
        string caption = every == 1 ? "Each epoch" : Figure.Text($"The first epoch of every {every}, and the last");
        string[] headings = ["Epoch", "Loss", "Accuracy", "Validation loss", "Validation accuracy", "Learning rate", "Seconds"];
        var rows = epochs.Where((_, index) => index % every == 0 || index == epochs.Count - 1).Select(epoch => (string[])
        [
            Figure.Text($"{epoch.Epoch}"), Figure.Number(epoch.Loss), Figure.Percent(epoch.Accuracy), Figure.Number(epoch.ValidationLoss),
            Figure.Percent(epoch.ValidationAccuracy), Figure.Number(Rounded(epoch.LearningRate)), Figure.Number(epoch.Seconds),
        ]);
        return Element("details", Element("summary", "All figures as a table"), Scroll("Figures of the epochs", Html.Table(caption, headings, rows)));
    }

    /// <summary>0.1f as a double is 0.10000000149…; this is what was meant.</summary>
    private static double Rounded(float value) => (double)(decimal)Math.Clamp(value, -1e20f, 1e20f) is var meant && meant != 0 ? meant : value;
}
