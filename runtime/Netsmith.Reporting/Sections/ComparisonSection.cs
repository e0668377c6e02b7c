using static Netsmith.Html;

namespace Netsmith;

/// <summary>Several runs in the same charts.</summary>
internal static class ComparisonSection
{
    /// <summary>A chart for each figure that any run has, and a table of what each run reached.</summary>
    public static ReportSection Create(string heading, IReadOnlyList<(string Name, TrainingHistory History)> runs)
    {
        LineChart?[] charts =
        [
            Chart("Loss", epoch => epoch.Loss, percent: false),
            Chart("Validation loss", epoch => epoch.ValidationLoss, percent: false),
            Chart("Accuracy", epoch => epoch.Accuracy, percent: true),
            Chart("Validation accuracy", epoch => epoch.ValidationAccuracy, percent: true),
        ];
        string[] headings = ["Run", "Epochs", "Last loss", "Last accuracy", "Lowest validation loss", "Best validation accuracy", "at epoch", "Time"];
        return new(heading,
        [
            Element("div", Class("charts pairs"), charts.Select(chart => chart?.Draw())),
            Scroll("What each run reached", Html.Table("What each run reached", headings, runs.Select(run => Row(run.Name, run.History.Epochs)), 0)),
        ]);

        LineChart? Chart(string caption, Func<EpochResult, double?> value, bool percent)
        {
            ChartLine[] lines = [.. runs.Select((run, index) => HistorySection.Line(run.Name, run.History.Epochs, value, index))];
            bool measured = lines.SelectMany(line => line.Points).Any(point => double.IsFinite(point.Y));
            return measured
                ? new LineChart { Caption = caption, XLabel = "epoch", Lines = lines, YScale = percent ? AxisScale.Percent : LineChart.LossScale(lines) }
                : null;
        }
    }

    private static string[] Row(string name, IReadOnlyList<EpochResult> epochs)
    {
        EpochResult? last = epochs.Count > 0 ? epochs[^1] : null;
        EpochResult? best = HistorySection.Best(epochs, epoch => epoch.ValidationAccuracy, highest: true);
        EpochResult? lowest = HistorySection.Best(epochs, epoch => epoch.ValidationLoss, highest: false);
        return
        [
            name, Figure.Count(epochs.Count), Figure.Number(last?.Loss), Figure.Percent(last?.Accuracy), Figure.Number(lowest?.ValidationLoss),
            Figure.Percent(best?.ValidationAccuracy), best is null ? Figure.None : Figure.Text($"{best.Epoch}"), Figure.Seconds(epochs.Sum(epoch => epoch.Seconds)),
        ];
    }
}
