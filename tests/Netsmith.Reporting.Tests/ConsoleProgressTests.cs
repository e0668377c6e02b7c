using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Netsmith.Reporting.Tests;

public sealed class ConsoleProgressTests
{
    [Fact]
    public void Redirected_EachEpoch_IsALine()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal: false)))
        {
            Assert.False(progress.IsLive);
            Run(progress, epochs: 2, epochsRun: 2);
        }
        Assert.Equal(
            """
            epoch 1/2  loss 0.5000  accuracy 75.00 %  validation loss 0.6000  validation accuracy 70.00 %  12,346 samples/s
            epoch 2/2  loss 0.2500  accuracy 75.00 %  validation loss 0.6000  validation accuracy 70.00 %  12,346 samples/s

            """.ReplaceLineEndings("\n"), output.ToString());
    }

    [Fact]
    public void Redirected_WithoutAccuracyAndValidation_LeavesThemOut()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal: false)))
            progress.Report(Progress(1, 1, 4, new EpochResult(1, double.NaN, double.NaN, null, null, 0.1f, 1)));
        Assert.Equal("epoch 1/1  loss NaN  12,346 samples/s\n", output.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopped_BeforeTheEnd_SaysSo(bool terminal)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal)))
            Run(progress, epochs: 5, epochsRun: 2);
        Assert.Contains("Stopped after epoch 2 of 5.", Visible(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_Epochs_AreRowsOfOneTable()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal: true)))
        {
            Assert.True(progress.IsLive);
            Run(progress, epochs: 3, epochsRun: 3);
        }
        string last = LastTable(output);
        string[] rows = [.. last.Split('\n').Where(line => line.Contains('━', StringComparison.Ordinal))];
        Assert.Equal(3, rows.Length);
        Assert.Contains("0.1250", rows[2], StringComparison.Ordinal);
        Assert.Contains("70.00 %", rows[2], StringComparison.Ordinal);
        Assert.All(last.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('…', last);
        Assert.Contains("Done in 3.00 s.", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_ManyEpochs_KeepTheTableShort()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal: true)))
            Run(progress, epochs: 40, epochsRun: 40);
        string[] rows = [.. LastTable(output).Split('\n').Where(line => line.Contains('━', StringComparison.Ordinal))];
        Assert.Equal(15, rows.Length);
        Assert.Contains("26", rows[0], StringComparison.Ordinal);
        Assert.Contains("40", rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_SecondRun_BeginsANewTable()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var progress = new ConsoleProgress(Console(output, terminal: true)))
        {
            Run(progress, epochs: 2, epochsRun: 2);
            Run(progress, epochs: 1, epochsRun: 1);
        }
        Assert.Single(LastTable(output).Split('\n'), line => line.Contains('━', StringComparison.Ordinal));
    }

    [Fact]
    public void Dispose_TwiceOrWithoutReports_DoesNothing()
    {
        using var output = new StringWriter();
        var progress = new ConsoleProgress(Console(output, terminal: true));
        progress.Dispose();
        progress.Dispose();
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Fit_WithProgress_TrainsAsWithout()
    {
        var data = Dataset.Classification([1, 2, 3, 4, -1, -2, -3, -4], [0, 2]);
        using var output = new StringWriter();
        using var progress = new ConsoleProgress(Console(output, terminal: true));
        TableNetwork shown = new(1), silent = new(1);
        shown.Fit(data, new TrainingOptions { Epochs = 4, Optimizer = new Sgd(0.1f), Progress = progress, ProgressInterval = TimeSpan.Zero });
        silent.Fit(data, new TrainingOptions { Epochs = 4, Optimizer = new Sgd(0.1f) });
        Assert.Equal(silent.Parameters.ToArray(), shown.Parameters.ToArray());
    }

    private static void Run(ConsoleProgress progress, int epochs, int epochsRun)
    {
        for (int epoch = 1; epoch <= epochsRun; epoch++)
        {
            progress.Report(Progress(epoch, epochs, 2, null));
            progress.Report(Progress(epoch, epochs, 4, new EpochResult(epoch, Math.Pow(0.5, epoch), 0.75, 0.6, 0.7, 0.1f, 1)));
        }
    }

    private static TrainingProgress Progress(int epoch, int epochs, int step, EpochResult? result) => new()
    {
        Epoch = epoch, Epochs = epochs, Step = step, Steps = 4, Samples = step * 10, Loss = 1.5, Accuracy = 0.5, SamplesPerSecond = 12345.6,
        Elapsed = TimeSpan.FromSeconds(epoch), Result = result,
    };

    private static IAnsiConsole Console(TextWriter writer, bool terminal)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = ColorSystemSupport.TrueColor, Interactive = InteractionSupport.No, Out = new Output(writer, terminal),
        });
    }

    /// <summary>What a terminal has been sent, without its control sequences.</summary>
    private static string Visible(StringWriter output) => Regex.Replace(output.ToString(), "\u001b\\[[0-9;?]*[A-Za-z]", "");

    /// <summary>The table as it was drawn last.</summary>
    private static string LastTable(StringWriter output)
    {
        string text = Visible(output);
        return text[text.LastIndexOf('╭')..];
    }

    private sealed class Output(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => 80;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
