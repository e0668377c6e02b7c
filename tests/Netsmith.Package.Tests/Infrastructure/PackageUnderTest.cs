namespace Netsmith.Package.Tests;

/// <summary>The package that the build of this project has packed.</summary>
internal static class PackageUnderTest
{
    /// <summary>The folder that serves as a package source.</summary>
    public static string Source { get; } = Path.Combine(AppContext.BaseDirectory, "package");

    /// <summary>
    /// Where the consumers' restored packages go: a folder of our own, so that no test meets a Netsmith of another day or leaves one
    /// behind. It stays between runs for the sake of the framework packages; what it holds of Netsmith does not.
    /// </summary>
    public static string Cache { get; } = CreateCache();

    /// <summary>The package file.</summary>
    public static string File { get; } = Assert.Single(Directory.GetFiles(Source, "Netsmith.*.nupkg"));

    /// <summary>Its version, as the file name has it.</summary>
    public static string Version { get; } = Path.GetFileNameWithoutExtension(File)["Netsmith.".Length..];

    private static string CreateCache()
    {
        string cache = Path.Combine(AppContext.BaseDirectory, "packages");
        string stale = Path.Combine(cache, "netsmith");
        if (Directory.Exists(stale))
            Directory.Delete(stale, recursive: true);
        return cache;
    }
}
