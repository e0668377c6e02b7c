using System.Globalization;
using Netsmith;
using Spectre.Console;

namespace Digits;

/// <summary>A table that grows by a row each epoch; the row of the running epoch has a bar.</summary>
internal sealed class LiveProgress(LiveDisplayContext display, Table table) : IProgressView
{
    private const int BarWidth = 20;

    /// <summary>Runs <paramref name="training"/> with a live table on the console.</summary>
    public static TrainingHistory Show(IAnsiConsole console, Func<IProgressView, TrainingHistory> training)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("Epoch").RightAligned()).AddColumn("Progress");
        foreach (string heading in (string[])["Loss", "Accuracy", "Validation", "Samples/s"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        return console.Live(table).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top)
            .Start(display => training(new LiveProgress(display, table)));
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (table.Rows.Count < value.Epoch)
            table.AddRow(value.Epoch.ToString(CultureInfo.InvariantCulture), "", "", "", "", "");
        int row = value.Epoch - 1;
        string validation = value.Result is EpochResult { ValidationAccuracy: double accuracy } ? Text($"[bold]{accuracy * 100:F2} %[/]") : "";
        string[] cells = [Bar(value), Text($"{value.Loss:F4}"), Text($"{value.Accuracy * 100:F2} %"), validation, Text($"{value.SamplesPerSecond:N0}")];
        for (int i = 0; i < cells.Length; i++)
            table.UpdateCell(row, i + 1, cells[i]);
        display.Refresh();
    }

    /// <inheritdoc/>
    public void Stopped()
    {
        table.Caption("Stopped. The network keeps what it has learned so far.");
        display.Refresh();
    }

    private static string Bar(TrainingProgress value)
    {
        int full = (int)((long)BarWidth * value.Step / value.Steps);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
