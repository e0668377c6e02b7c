using Spectre.Console;

namespace Netsmith;

/// <summary>
/// Shows training in the console: a live table with a bar where the console is a terminal, a plain line for each epoch where output is
/// redirected to a file or a pipe. Dispose it before writing anything else to the console.
/// </summary>
/// <remarks>
/// A second <c>Fit</c> may use the same object: a new table begins where epochs start over.
/// </remarks>
/// <example>
/// <code>
/// using (var progress = new ConsoleProgress())
///     history = network.Fit(train, new TrainingOptions { Epochs = 10, Optimizer = new Sgd(0.1f), Progress = progress });
/// </code>
/// </example>
public sealed class ConsoleProgress : IProgress<TrainingProgress>, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly PlainProgress? _plain;
    private LiveProgress? _live;
    private TrainingProgress? _last;

    /// <summary>Shows progress on the standard output.</summary>
    public ConsoleProgress()
        : this(AnsiConsole.Console)
    {
    }

    /// <summary>Shows progress on a console of Spectre.Console.</summary>
    /// <param name="console">The console; a live table needs a terminal that understands ANSI sequences.</param>
    public ConsoleProgress(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        _console = console;
        IsLive = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;
        // The console would wrap lines at a width that a file does not have.
        _plain = IsLive ? null : new PlainProgress(console.Profile.Out.Writer);
    }

    /// <summary>Whether there is a live table; otherwise there are plain lines.</summary>
    public bool IsLive { get; }

    /// <summary>Shows where training stands. Called on the training thread, in order.</summary>
    /// <param name="value">Where it stands.</param>
    /// <exception cref="InvalidOperationException">Something else is live on the console already.</exception>
    public void Report(TrainingProgress value)
    {
        if (_last is TrainingProgress last && value.Epoch < last.Epoch)
            Finish();
        _last = value;
        _plain?.Report(value);
        if (IsLive)
            (_live ??= new LiveProgress(_console)).Report(value);
    }

    /// <summary>Leaves the table as it is; says so where training ended before its last epoch.</summary>
    public void Dispose() => Finish();

    private void Finish()
    {
        if (_last is not TrainingProgress last)
            return;
        _last = null;
        bool complete = last.EpochCompleted && last.Epoch == last.Epochs;
        string stopped = Figure.Text($"Stopped in epoch {last.Epoch} of {last.Epochs}.");
        if (last.EpochCompleted)
            stopped = Figure.Text($"Stopped after epoch {last.Epoch} of {last.Epochs}.");
        if (!complete)
            _plain?.Stopped(stopped);
        _live?.Finish(complete ? $"Done in {Figure.Seconds(last.Elapsed.TotalSeconds)}." : stopped);
        _live = null;
    }
}
