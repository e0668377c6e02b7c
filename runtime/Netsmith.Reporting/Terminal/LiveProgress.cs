using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Netsmith;

/// <summary>
/// A table with a row for each epoch, the running one with a bar, and a line with the time that is left. Spectre.Console shows it for
/// as long as a function runs; that function waits on a thread of its own, so that training need not be wrapped in one.
/// </summary>
internal sealed class LiveProgress
{
    private const int BarWidth = 10, MostRows = 15;

    private readonly Table _table = new Table().Border(TableBorder.Rounded);
    private readonly ManualResetEventSlim _finished = new();
    private readonly Thread _thread;
    private readonly LiveDisplayContext _display;
    private int _firstEpoch;
    private int _lastEpoch;

    public LiveProgress(IAnsiConsole console)
    {
        _table.AddColumn(new TableColumn("Epoch").RightAligned().NoWrap()).AddColumn(new TableColumn("Progress").NoWrap());
        foreach (string heading in (string[])["Loss", "Accuracy", "Val. loss", "Val. acc.", "Samples/s"])
            _table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        using var started = new ManualResetEventSlim();
        LiveDisplayContext? display = null;
        Exception? failure = null;
        _thread = new Thread(() =>
        {
            try
            {
                console.Live(_table).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).Start(context =>
                {
                    display = context;
                    started.Set();
                    _finished.Wait();
                });
            }
            catch (Exception exception) when (display is null)
            {
                failure = exception; // another live display is running, for example
                started.Set();
            }
        })
        { IsBackground = true, Name = "Netsmith live progress" };
        _thread.Start();
        started.Wait();
        _display = display ?? throw new InvalidOperationException($"The console cannot show live progress: {failure?.Message}", failure);
    }

    /// <summary>Shows where training stands.</summary>
    public void Report(in TrainingProgress value)
    {
        if (value.Epoch != _lastEpoch)
        {
            _firstEpoch = _firstEpoch == 0 ? value.Epoch : _firstEpoch;
            _lastEpoch = value.Epoch;
            // What has scrolled out of a terminal cannot be redrawn, so the table stays short.
            if (_table.Rows.Count == MostRows)
                _table.RemoveRow(0);
            _table.AddRow(value.Epoch.ToString(CultureInfo.InvariantCulture), "", "", "", "", "", "");
        }
        EpochResult? result = value.Result;
        IRenderable[] cells =
        [
            Bar(value), new Text(Number(result?.Loss ?? value.Loss)), new Text(Figure.Percent(result?.Accuracy ?? value.Accuracy)),
            new Text(Number(result?.ValidationLoss)), new Text(Figure.Percent(result?.ValidationAccuracy), new Style(decoration: Decoration.Bold)),
            new Text(value.SamplesPerSecond.ToString("N0", CultureInfo.InvariantCulture)),
        ];
        for (int i = 0; i < cells.Length; i++)
            _table.UpdateCell(_table.Rows.Count - 1, i + 1, cells[i]);
        _table.Caption = new TableTitle(TimeLine(value));
        _display.Refresh();
    }

    /// <summary>Leaves the table as it is, with a last word below.</summary>
    public void Finish(string message)
    {
        _table.Caption = new TableTitle(Markup.Escape(message));
        _display.Refresh();
        _finished.Set();
        _thread.Join();
        _finished.Dispose();
    }

    private static Markup Bar(in TrainingProgress value)
    {
        int full = value.EpochCompleted || value.Steps <= 0 ? BarWidth : (int)((long)BarWidth * Math.Clamp(value.Step, 0, value.Steps) / value.Steps);
        return new Markup($"[green]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]");
    }

    private string TimeLine(in TrainingProgress value)
    {
        // A run that continues another has not spent time on that one's epochs.
        double done = value.Epoch - _firstEpoch + (value.EpochCompleted || value.Steps <= 0 ? 1 : (double)value.Step / value.Steps);
        double all = value.Epochs - _firstEpoch + 1, seconds = value.Elapsed.TotalSeconds;
        string left = done > 0 && done < all ? $", {Figure.Seconds(seconds / done * (all - done))} left" : "";
        return Markup.Escape(Figure.Text($"{done / all * 100:F0} %, {Figure.Seconds(seconds)}{left}"));
    }

    private static string Number(double? value) => value is double measured ? measured.ToString("F4", CultureInfo.InvariantCulture) : Figure.None;
}
