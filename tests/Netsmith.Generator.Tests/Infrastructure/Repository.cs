using System.Runtime.CompilerServices;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>Finds the project's own files: sources for the architecture tests, pages for the documentation tests.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The generator's source files, relative to its folder, with forward slashes.</summary>
    public static IReadOnlyList<(string RelativePath, string Text)> GeneratorSources { get; } = ReadGenerator();

    private static List<(string, string)> ReadGenerator()
    {
        string folder = PathOf("generator");
        return
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Relative: Path.GetRelativePath(folder, path).Replace('\\', '/'), path))
                .Where(file => !file.Relative.StartsWith("obj/", StringComparison.Ordinal) && !file.Relative.StartsWith("bin/", StringComparison.Ordinal))
                .Select(file => (file.Relative, File.ReadAllText(file.path))),
        ];
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
