using System.IO.Compression;
using System.Xml.Linq;

namespace Netsmith.Package.Tests;

/// <summary>One of the packages that the build of this project has packed.</summary>
/// <param name="Id">Its name.</param>
/// <param name="File">The package file.</param>
internal sealed record PackageUnderTest(string Id, string File)
{
    /// <summary>The folder that serves as a package source.</summary>
    public static string Source { get; } = Path.Combine(AppContext.BaseDirectory, "package");

    /// <summary>
    /// Where the consumers' restored packages go: a folder of our own, so that no test meets a Netsmith of another day or leaves one
    /// behind. It stays between runs for the sake of the framework packages; what it holds of Netsmith does not.
    /// </summary>
    public static string Cache { get; } = CreateCache();

    /// <summary>Its version, as the file name has it.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)[(Id.Length + 1)..];

    /// <summary>The package of that name.</summary>
    public static PackageUnderTest Find(string id) =>
        new(id, Assert.Single(Directory.GetFiles(Source, $"{id}.*.nupkg"), file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1])));

    /// <summary>The names of the files in it that are not empty.</summary>
    public string[] Contents()
    {
        using ZipArchive package = ZipFile.OpenRead(File);
        return [.. package.Entries.Where(entry => entry.Length > 0).Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>Its description for the package manager.</summary>
    public XDocument Nuspec()
    {
        using ZipArchive package = ZipFile.OpenRead(File);
        using Stream nuspec = package.GetEntry($"{Id}.nuspec")!.Open();
        return XDocument.Load(nuspec);
    }

    private static string CreateCache()
    {
        string cache = Path.Combine(AppContext.BaseDirectory, "packages");
        foreach (string stale in Directory.Exists(cache) ? Directory.GetDirectories(cache, "netsmith*") : [])
            Directory.Delete(stale, recursive: true);
        return cache;
    }
}
