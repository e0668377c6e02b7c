using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Digits;

/// <summary>Reads the command line. Values are checked here, before any work is done.</summary>
internal sealed class CommandLine
{
    private readonly Option<string> _data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder with the four MNIST files (IDX, plain or .gz). Without it, digits are drawn by the program.",
    };

    private readonly Option<string> _network = new("--network")
    {
        HelpName = string.Join('|', NetworkChoice.All.Select(choice => choice.Name)),
        Description = "Which network to train.",
        DefaultValueFactory = _ => NetworkChoice.All[^1].Name,
    };

    private readonly Option<int?> _epochs = Number("--epochs", "Passes over the training data.", 1, 1_000_000);
    private readonly Option<int?> _batchSize = Number("--batch-size", "Samples in a step.", 1, 1_000_000);
    private readonly Option<float?> _learningRate = Number("--learning-rate", "How far a step goes.", float.Epsilon, 1_000_000f, "a number above 0");
    private readonly Option<float?> _momentum = Number("--momentum", "How much of a step carries over into the next. [default: 0]", 0f, float.BitDecrement(1f), "a number from 0 to below 1");
    private readonly Option<ulong?> _seed = Number("--seed", "Decides the first parameters and the order of the digits. [default: 1]", 0UL, ulong.MaxValue);

    private readonly Option<string> _model = new("--model")
    {
        HelpName = "FILE",
        Description = "Where to save the network; .json for readable text, anything else for safetensors. [default: digits.safetensors]",
    };

    private readonly Option<string> _evaluate = new("--evaluate") { HelpName = "FILE", Description = "Load this network and test it, without training." };
    private readonly Option<string> _history = new("--history") { HelpName = "FILE", Description = "Where to save loss and accuracy of each epoch, as JSON." };
    private readonly Option<string> _report = new("--report") { HelpName = "FILE", Description = "Where to write a report: curves, confusion matrix, worst mistakes, weights (HTML)." };
    private readonly RootCommand _root;

    /// <summary>Declares the options.</summary>
    public CommandLine()
    {
        _network.AcceptOnlyFromAmong([.. NetworkChoice.All.Select(choice => choice.Name)]);
        _model.Validators.Add(MustBeWritable);
        _history.Validators.Add(MustBeWritable);
        _report.Validators.Add(MustBeWritable);
        _root = new RootCommand($"Trains a network to read handwritten digits.\n\nNetworks and their defaults:\n{Defaults()}")
        {
            _data, _network, _epochs, _batchSize, _learningRate, _momentum, _seed, _model, _evaluate, _history, _report,
        };
        _root.Validators.Add(TestingTakesNoTrainingOptions);
    }

    /// <summary>Reads the arguments. What comes back holds either errors, or an action (--help, --version), or neither.</summary>
    public ParseResult Parse(string[] args) => _root.Parse(args);

    /// <summary>What the arguments say, defaults filled in.</summary>
    public DigitsOptions Options(ParseResult parsed)
    {
        NetworkChoice network = NetworkChoice.Find(parsed.GetValue(_network)!);
        return new DigitsOptions
        {
            Data = parsed.GetValue(_data),
            Network = network,
            Epochs = parsed.GetValue(_epochs) ?? network.Epochs,
            BatchSize = parsed.GetValue(_batchSize) ?? network.BatchSize,
            LearningRate = parsed.GetValue(_learningRate) ?? network.LearningRate,
            Momentum = parsed.GetValue(_momentum) ?? 0,
            Seed = parsed.GetValue(_seed) ?? 1,
            Model = parsed.GetValue(_model) ?? "digits.safetensors",
            Evaluate = parsed.GetValue(_evaluate),
            History = parsed.GetValue(_history),
            Report = parsed.GetValue(_report),
        };
    }

    private static string Defaults() => string.Join('\n', NetworkChoice.All.Select(choice => string.Create(CultureInfo.InvariantCulture,
        $"  {choice.Name,-6}  {choice.Sizes,-12}  --epochs {choice.Epochs} --batch-size {choice.BatchSize} --learning-rate {choice.LearningRate}")));

    // The library's own number parsing follows the user's culture, where "0.1" may mean one.
    private static Option<T?> Number<T>(string name, string description, T least, T most, string? expected = null)
        where T : struct, INumber<T> =>
        new(name)
        {
            HelpName = "N",
            Description = description,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most)
                    return value;
                argument.AddError(string.Create(CultureInfo.InvariantCulture,
                    $"{name}: expected {expected ?? $"a whole number from {least} to {most}"}, found '{text}'."));
                return null;
            },
        };

    // Better now than after the training.
    private static void MustBeWritable(OptionResult option)
    {
        string path = option.GetValueOrDefault<string>() ?? "";
        if (path.Length == 0 || Directory.Exists(path))
            option.AddError($"{option.Option.Name}: expected the name of a file, found '{path}'.");
        else if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder && !Directory.Exists(folder))
            option.AddError($"{option.Option.Name}: expected a file in an existing folder, found '{path}'; create '{folder}' first.");
    }

    private void TestingTakesNoTrainingOptions(CommandResult command)
    {
        if (command.GetResult(_evaluate) is null)
            return;
        Option[] training = [_epochs, _batchSize, _learningRate, _momentum, _seed, _model, _history];
        foreach (Option option in training)
        {
            if (command.GetResult(option) is { Implicit: false })
                command.AddError($"--evaluate only loads and tests; leave out {option.Name}.");
        }
    }
}
