using System.CommandLine;
using System.Globalization;
using System.Text;
using Digits;
using Netsmith;
using Spectre.Console;

// Numbers and messages are the same on every machine.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var commandLine = new CommandLine();
ParseResult parsed = commandLine.Parse(args);
if (parsed.Errors.Count > 0)
    return Fail(parsed.Errors[0].Message, 2);
if (parsed.Action is not null)
    return parsed.Invoke(); // --help or --version

try
{
    Run(commandLine.Options(parsed));
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetsmithFormatException)
{
    return Fail(e.Message, 2);
}
catch (Exception e) when (e is TrainingDivergedException or InvalidOperationException)
{
    return Fail(e.Message, 1);
}

static void Run(DigitsOptions options)
{
    IDigitNetwork network = options.Network.Create(options.Seed);
    if (options.Evaluate is not null)
        network.LoadParameters(options.Evaluate);

    (Dataset train, Dataset test) = DigitData.Load(options.Data);
    Console.WriteLine($"{train.Count} training digits, {test.Count} test digits, {(options.Data is null ? "drawn by the program" : $"from {options.Data}")}");
    Console.WriteLine();

    TrainingHistory? history = options.Evaluate is null ? Train(network, train, test, options) : null;

    Console.WriteLine(options.Network.Summary);
    Console.WriteLine(DigitArt.Draw(network, test, Console.IsOutputRedirected ? 80 : AnsiConsole.Profile.Width));
    Evaluation result = network.Evaluate(test);
    if (options.Report is not null)
    {
        Report.Create(options, network, history, result, test).Save(options.Report);
        Console.WriteLine($"Report: {options.Report}");
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {result.Accuracy * 100:F2} %"));
}

static TrainingHistory Train(IDigitNetwork network, Dataset train, Dataset test, DigitsOptions options)
{
    TrainingHistory history;
    using (var progress = new ConsoleProgress())
        history = Training.Run(network, train, test, options, progress);
    network.Save(options.Model);
    if (options.History is not null)
        history.Save(options.History);
    Console.WriteLine($"Saved {options.Model}{(options.History is null ? "" : $" and {options.History}")}");
    Console.WriteLine();
    return history;
}

static int Fail(string message, int exitCode)
{
    // One line, whatever the message's layout.
    Console.Error.WriteLine("digits: " + string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    return exitCode;
}
