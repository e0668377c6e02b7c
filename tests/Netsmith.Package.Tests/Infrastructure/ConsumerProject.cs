namespace Netsmith.Package.Tests;

/// <summary>
/// A fresh project in a temporary folder that references packages under test and nothing else, outside the repository so that none of
/// its settings apply. Deleted on disposal.
/// </summary>
internal sealed class ConsumerProject : IDisposable
{
    /// <summary>Creates the project.</summary>
    /// <param name="targetFramework">The framework it targets.</param>
    /// <param name="properties">More properties for its project file, as XML.</param>
    /// <param name="frameworkPackages">Whether it needs packages of the framework itself, and so the user's package sources.</param>
    /// <param name="packages">The packages it references; Netsmith unless given.</param>
    public ConsumerProject(string targetFramework = "net10.0", string properties = "", bool frameworkPackages = false, params string[] packages)
    {
        if (packages.Length == 0)
            packages = ["Netsmith"];
        IEnumerable<string> references = packages.Select(id => $"""<PackageReference Include="{id}" Version="[{PackageUnderTest.Find(id).Version}]" />""");
        Folder = Directory.CreateTempSubdirectory("netsmith-consumer-").FullName;
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{targetFramework}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(references)}
              </ItemGroup>
            </Project>
            """);
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                {(frameworkPackages ? "" : "<clear />")}
                <add key="packages-under-test" value="{PackageUnderTest.Source}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Adds a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Restores and builds it in Release.</summary>
    public CommandResult Build() => DotnetCommand.Run(Folder, "build", "-c", "Release");

    /// <summary>Runs what was built.</summary>
    public CommandResult Run() => DotnetCommand.Run(Folder, "run", "-c", "Release", "--no-build");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
