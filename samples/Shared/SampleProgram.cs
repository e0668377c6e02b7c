using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Text;
using Netsmith;

namespace Samples;

/// <summary>
/// What the command lines of the samples have in common: numbers are read and written the same on every machine, and bad input is one
/// line on the standard error and exit code 2.
/// </summary>
internal static class SampleProgram
{
    /// <summary>Reads the arguments and runs the sample. Returns the exit code: 0, 1 if it failed, 2 if the input was bad.</summary>
    public static int Run(string[] args, RootCommand command, Action<ParseResult> sample)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
            return Fail(parsed.Errors[0].Message, 2);
        if (parsed.Action is not null)
            return parsed.Invoke(); // --help or --version
        try
        {
            sample(parsed);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetsmithFormatException or ArgumentException)
        {
            return Fail(e.Message, 2);
        }
        catch (Exception e) when (e is TrainingDivergedException or InvalidOperationException)
        {
            return Fail(e.Message, 1);
        }
    }

    /// <summary>A whole number of at least 1.</summary>
    public static Option<int> Count(string name, int preset, string description) =>
        Number(name, preset, description, "a whole number from 1 to 1,000,000", value => value is >= 1 and <= 1_000_000);

    /// <summary>A number above 0.</summary>
    public static Option<float> Rate(string name, float preset, string description) =>
        Number(name, preset, description, "a number above 0", value => value > 0 && float.IsFinite(value));

    /// <summary>Numbers above 0, separated by commas.</summary>
    public static Option<float[]> Rates(string name, float[] preset, string description) => new(name)
    {
        HelpName = "N,N,…",
        Description = description,
        DefaultValueFactory = _ => preset,
        CustomParser = argument =>
        {
            string[] texts = argument.Tokens[0].Value.Split(',');
            float[] rates = new float[texts.Length];
            for (int i = 0; i < rates.Length; i++)
            {
                if (!float.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out rates[i]) || !(rates[i] > 0) || !float.IsFinite(rates[i]))
                    argument.AddError($"{name}: expected numbers above 0 separated by commas, found '{texts[i]}'.");
            }
            return rates;
        },
    };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>A file or folder to read; null where it is left out.</summary>
    public static Option<string?> Input(string name, string kind, string description) => new(name)
    {
        HelpName = kind,
        Description = description,
        Validators = { Named },
    };

    /// <summary>A file to write, in a folder that exists: better refused now than after the training.</summary>
    public static Option<string> Output(string name, string preset, string description) => new(name)
    {
        HelpName = "FILE",
        Description = description,
        DefaultValueFactory = _ => preset,
        Validators = { Named, Writable },
    };

    // The command line library's own number parsing follows the user's culture, where "0.1" may mean one.
    private static Option<T> Number<T>(string name, T preset, string description, string expected, Predicate<T> accepts)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => preset,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && accepts(value))
                    return value;
                argument.AddError($"{name}: expected {expected}, found '{text}'.");
                return preset;
            },
        };

    private static void Named(OptionResult option)
    {
        if (option.Tokens.Count == 1 && string.IsNullOrWhiteSpace(option.Tokens[0].Value))
            option.AddError($"{option.Option.Name}: expected a name, found none.");
    }

    private static void Writable(OptionResult option)
    {
        string path = option.GetValueOrDefault<string>();
        if (string.IsNullOrWhiteSpace(path))
            return; // Named has said so
        if (Directory.Exists(path))
            option.AddError($"{option.Option.Name}: expected the name of a file, found the folder '{path}'.");
        else if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder && !Directory.Exists(folder))
            option.AddError($"{option.Option.Name}: expected a file in an existing folder, found '{path}'; create '{folder}' first.");
    }

    private static int Fail(string message, int exitCode)
    {
        // One line, whatever the message's layout.
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Console.Error.WriteLine($"{typeof(SampleProgram).Assembly.GetName().Name}: {line}");
        return exitCode;
    }
}
