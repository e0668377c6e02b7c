using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// Compares text with a file in Snapshots/, byte for byte, under Verify's names: <c>Class.Method.verified.txt</c>, and
/// <c>.received.</c> beside it where they differ. <c>NETSMITH_ACCEPT=1</c> accepts what was received, except under CI.
/// </summary>
internal static partial class Snapshot
{
    /// <summary>The folder of the verified files.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "Snapshots"));

    private static bool Accepts =>
        Environment.GetEnvironmentVariable("NETSMITH_ACCEPT") == "1" && Environment.GetEnvironmentVariable("CI") != "true";

    /// <summary>Fails unless <paramref name="text"/> is what the calling test's verified file holds.</summary>
    /// <param name="text">The text; the generator's version in it is replaced.</param>
    /// <param name="extension"><c>txt</c> or <c>cs</c>.</param>
    /// <param name="variant">Tells apart several snapshots of one test.</param>
    /// <param name="file">The test's file, named like its class.</param>
    /// <param name="method">The test.</param>
    public static void Match(
        string text, string extension = "txt", string? variant = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string name = Path.GetFileNameWithoutExtension(file) + "." + method + (variant is null ? "" : "." + variant);
        Match(text, Folder, name, extension, Accepts);
    }

    /// <summary>The comparison itself, apart from where the test's name and the permission to accept come from.</summary>
    public static void Match(string text, string folder, string name, string extension, bool accepts)
    {
        string verified = Path.Combine(folder, $"{name}.verified.{extension}");
        string received = Path.Combine(folder, $"{name}.received.{extension}");
        byte[] found = new UTF8Encoding(false).GetBytes(Scrub(text));
        if (File.Exists(verified) && File.ReadAllBytes(verified).AsSpan().SequenceEqual(found))
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        if (accepts)
        {
            File.WriteAllBytes(verified, found);
            File.Delete(received);
            return;
        }

        File.WriteAllBytes(received, found);
        string difference = File.Exists(verified) ? FirstDifference(File.ReadAllText(verified), Scrub(text)) : "there is no verified file";
        Assert.Fail($"Snapshot {name}: {difference}. Compare {received} with {verified}; NETSMITH_ACCEPT=1 accepts what was received.");
    }

    /// <summary>Names of the class and method a verified file belongs to; null where the file is named otherwise.</summary>
    public static (string Class, string Method)? Owner(string path) =>
        VerifiedName().Match(Path.GetFileName(path)) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : null;

    /// <summary>The generator's version changes with every release and says nothing about the code.</summary>
    private static string Scrub(string text) => Version().Replace(text, "${before}{version}");

    private static string FirstDifference(string expected, string found)
    {
        string[] before = expected.Split('\n'), after = found.Split('\n');
        int line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is \"{after.ElementAtOrDefault(line) ?? "(end)"}\", verified is \"{before.ElementAtOrDefault(line) ?? "(end)"}\"";
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("""(?<before>GeneratedCode\("Netsmith", "|Written by Netsmith )\d+\.\d+\.\d+""")]
    private static partial Regex Version();

    [GeneratedRegex(@"^([^.]+)\.([^.]+)(?:\.[^.]+)?\.verified\.(?:txt|cs)$")]
    private static partial Regex VerifiedName();
}
