using System.Diagnostics;
using System.Text.Json;

namespace Netsmith.TestSupport;

/// <summary>One file of the corpus of malformed files, with what a reader must make of it.</summary>
internal sealed record MalformedFile(string Name, string Wrong, string Expect, JsonElement Entry, string Path)
{
    public override string ToString() => Name;
}

/// <summary>
/// The corpus of malformed files and its rule: an error is the documented exception, within 2 seconds and 64 MB; a value is read exactly.
/// </summary>
internal static class MalformedCorpus
{
    private const long MaxAllocated = 64L << 20;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>The names of a format's files, for theories; empty where the corpus is absent.</summary>
    public static TheoryData<string> Names(string format)
    {
        TheoryData<string> names = [];
        if (SharedData.Root is not null)
        {
            foreach (JsonElement entry in Manifest(format).GetProperty("files").EnumerateArray())
                names.Add(entry.GetProperty("file").GetString()!);
        }
        else
        {
            names.Add("(absent)"); // a theory without rows is an error; this row is skipped
        }
        return names;
    }

    public static MalformedFile Find(string format, string name)
    {
        foreach (JsonElement entry in Manifest(format).GetProperty("files").EnumerateArray())
        {
            if (entry.GetProperty("file").GetString() == name)
                return new(name, entry.GetProperty("wrong").GetString()!, entry.GetProperty("expect").GetString()!, entry, SharedData.Path("reference", "malformed", format, name));
        }
        throw new InvalidOperationException($"No '{name}' in the manifest of {format}.");
    }

    /// <summary>Reads a file and asserts the outcome its entry asks for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads it; throws on an error.</param>
    /// <param name="assertValue">Compares what was read with the entry's value; called only where there is a value.</param>
    public static void AssertOutcome<T>(MalformedFile file, Func<T> read, Action<T, JsonElement> assertValue)
    {
        T? result = default;
        NetsmithFormatException? error = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan time = Read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        if (time >= MaxTime)
            time = Read(); // the machine may have been busy with something else
        Assert.True(time < MaxTime, $"{file.Name} took {time}");

        if (error is not null)
        {
            Assert.True(file.Expect != "value", $"{file.Name} ({file.Wrong}) must be read: {error.Message}");
            Assert.Contains("expected", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("found", error.Message, StringComparison.Ordinal);
            return;
        }
        Assert.True(file.Expect != "error", $"{file.Name} ({file.Wrong}) was read, an error was expected");
        if (file.Entry.TryGetProperty("value", out JsonElement value))
            assertValue(result!, value);

        TimeSpan Read()
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                result = read();
            }
            catch (NetsmithFormatException exception)
            {
                error = exception;
            }
            return Stopwatch.GetElapsedTime(start);
        }
    }

    private static JsonElement Manifest(string format)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("reference", "malformed", format, "manifest.json")));
        return document.RootElement.Clone();
    }
}
