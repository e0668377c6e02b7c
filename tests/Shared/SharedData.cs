using System.Runtime.CompilerServices;

namespace Netsmith.TestSupport;

/// <summary>Finds the reference vectors and data sets that lie beside the project in a folder named <c>shared</c>.</summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is absent. Set NETSMITH_SHARED to point elsewhere.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Why a test that needs the folder is skipped; null where the folder is present.</summary>
    public static string? SkipReason { get; } =
        Root is null ? "needs the reference data in ../shared beside the repository (or NETSMITH_SHARED), which is absent" : null;

    /// <summary>A path below the shared folder.</summary>
    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([Root ?? throw new InvalidOperationException(SkipReason), .. parts]);

    private static string? Find([CallerFilePath] string thisFile = "")
    {
        if (Environment.GetEnvironmentVariable("NETSMITH_SHARED") is { Length: > 0 } set)
            return Directory.Exists(set) ? set : null;
        string repository = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", ".."));
        string shared = System.IO.Path.Combine(repository, "..", "shared");
        return Directory.Exists(System.IO.Path.Combine(shared, "reference")) ? System.IO.Path.GetFullPath(shared) : null;
    }
}

/// <summary>A fact that needs the shared folder: skipped, with the reason printed, where the folder is absent.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedData.SkipReason;
}

/// <summary>A theory that needs the shared folder: skipped, with the reason printed, where the folder is absent.</summary>
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedData.SkipReason;
}
