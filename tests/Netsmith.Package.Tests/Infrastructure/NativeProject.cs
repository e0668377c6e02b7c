namespace Netsmith.Package.Tests;

/// <summary>A fresh project that is published as a native program.</summary>
internal sealed class NativeProject : IDisposable
{
    private const string Properties = """
        <PublishAot>true</PublishAot>
        <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
        <CppCompilerAndLinker>gcc</CppCompilerAndLinker>
        <TrimmerSingleWarn>false</TrimmerSingleWarn>
        """;

    // .NET 9, because that is where the native runtime pack can be had most widely; the package's net8.0 assembly serves it.
    private readonly ConsumerProject _project;

    /// <summary>Creates the project.</summary>
    /// <param name="properties">More properties for its project file, as XML.</param>
    /// <param name="packages">The packages it references; Netsmith unless given.</param>
    public NativeProject(string properties = "", params string[] packages) => _project = new("net9.0", Properties + properties, frameworkPackages: true, packages);

    /// <summary>Adds a file.</summary>
    public void Write(string name, string text) => _project.Write(name, text);

    /// <summary>Fetches the packages of the native tools.</summary>
    public CommandResult Restore() => DotnetCommand.Run(_project.Folder, "restore");

    /// <summary>Compiles it to a native program.</summary>
    public CommandResult Publish() => DotnetCommand.Run(_project.Folder, "publish", "-c", "Release", "-o", Path.Combine(_project.Folder, "published"));

    /// <summary>Runs the native program.</summary>
    public CommandResult Run() => DotnetCommand.Execute(Path.Combine(_project.Folder, "published", "Consumer"), _project.Folder);

    /// <inheritdoc/>
    public void Dispose() => _project.Dispose();
}
