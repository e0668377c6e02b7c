using System.Runtime.InteropServices;

namespace Netsmith.Package.Tests;

/// <summary>A fact that publishes with NativeAOT: skipped, with the reason printed, where the tools for it cannot be had.</summary>
internal sealed class NativeFactAttribute : FactAttribute
{
    // Found out once; asking means restoring a project.
    private static readonly Lazy<string?> WhyNot = new(FindReason);

    public NativeFactAttribute() => Skip = WhyNot.Value;

    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            return "publishes for linux-x64 only";
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "gcc"))))
            return "needs gcc to link a native program, which is not in the PATH";
        using var project = new NativeProject();
        CommandResult restore = project.Restore();
        return restore.ExitCode == 0 ? null : $"needs the NativeAOT packages of .NET 9, which cannot be restored: {FirstError(restore.Output)}";
    }

    private static string FirstError(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "no error was printed";
}
