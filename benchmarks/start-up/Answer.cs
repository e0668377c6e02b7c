using System.Diagnostics;
using System.Globalization;

namespace Netsmith.StartUp;

/// <summary>What a started program tells the one that measures: lines of a name, a tab and a number.</summary>
internal static class Answer
{
    public static void Write(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{value:R}"));

    public static Dictionary<string, double> Read(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
        .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));

    /// <summary>Milliseconds since a timestamp of the process that started this one: the clock is the machine's.</summary>
    public static double Since(string timestamp) =>
        Stopwatch.GetElapsedTime(long.Parse(timestamp, CultureInfo.InvariantCulture)).TotalMilliseconds;
}
