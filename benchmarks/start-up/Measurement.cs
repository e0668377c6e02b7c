using System.Diagnostics;
using System.Globalization;

namespace Netsmith.StartUp;

/// <summary>Starts the published programs in turn, under each setting of the runtime, and prints the medians.</summary>
internal static class Measurement
{
    private const int Runs = 5;

    private static readonly string[] Modes = ["none", "predict digits", "predict flowers", "train digits", "train flowers"];

    /// <summary>A published program and the environment it is started with.</summary>
    private sealed record Way(string Name, string Folder, params (string Name, string Value)[] Environment);

    private static readonly Way[] Ways =
    [
        new("JIT", "jit"),
        new("JIT, TieredPGO=0", "jit", ("DOTNET_TieredPGO", "0")),
        new("JIT, TieredCompilation=0", "jit", ("DOTNET_TieredCompilation", "0")),
        new("JIT, TC_QuickJitForLoops=0", "jit", ("DOTNET_TC_QuickJitForLoops", "0")),
        new("ReadyToRun", "ready-to-run"),
        new("ReadyToRun, TieredCompilation=0", "ready-to-run", ("DOTNET_TieredCompilation", "0")),
        new("NativeAOT", "native"),
    ];

    public static void Run(string folder)
    {
        Way[] ways = [.. Ways.Where(way => File.Exists(Program(folder, way)))];
        foreach (string mode in Modes)
        {
            var answers = ways.ToDictionary(way => way, _ => new List<Dictionary<string, double>>());
            for (int run = 0; run <= Runs; run++)
                foreach (Way way in ways)
                {
                    Dictionary<string, double> answer = Start(Program(folder, way), way, mode);
                    if (run > 0) // the first only brings the files into memory
                        answers[way].Add(answer);
                }

            Print(mode, ways, answers);
        }
    }

    private static void Print(string mode, Way[] ways, Dictionary<Way, List<Dictionary<string, double>>> answers)
    {
        string[] names = [.. answers[ways[0]][0].Keys];
        Console.WriteLine($"{mode}\t{string.Join('\t', names)}");
        foreach (Way way in ways)
            Console.WriteLine($"{way.Name}\t{string.Join('\t', names.Select(name => Median(answers[way].Select(answer => answer[name]))))}");
        Console.WriteLine();
    }

    private static string Median(IEnumerable<double> values) =>
        values.Order().ElementAt(Runs / 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static Dictionary<string, double> Start(string program, Way way, string mode)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string argument in mode.Split(' '))
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in way.Environment)
            start.Environment[name] = value;
        if (!mode.StartsWith("train", StringComparison.Ordinal))
            start.ArgumentList.Add(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Answer.Read(output) : throw new InvalidOperationException($"{way.Name}, {mode}: expected exit code 0, found {process.ExitCode}");
    }

    private static string Program(string folder, Way way) =>
        Path.Combine(folder, way.Folder, OperatingSystem.IsWindows() ? "StartUp.exe" : "StartUp");
}
