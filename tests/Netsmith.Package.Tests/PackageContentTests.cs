using System.IO.Compression;
using System.Xml.Linq;

namespace Netsmith.Package.Tests;

/// <summary>What is in the package, and what is not.</summary>
public sealed class PackageContentTests
{
    [Theory]
    [InlineData("analyzers/dotnet/cs/Netsmith.Generator.dll")]
    [InlineData("lib/net8.0/Netsmith.dll")]
    [InlineData("lib/net8.0/Netsmith.xml")]
    [InlineData("lib/net10.0/Netsmith.dll")]
    [InlineData("lib/net10.0/Netsmith.xml")]
    [InlineData("build/Netsmith.props")]
    [InlineData("buildTransitive/Netsmith.props")]
    [InlineData("README.md")]
    public void Package_Packed_Contains(string file)
    {
        using ZipArchive package = ZipFile.OpenRead(PackageUnderTest.File);
        ZipArchiveEntry? entry = package.GetEntry(file);
        Assert.True(entry is { Length: > 0 }, $"Expected {file}, found only {string.Join(", ", package.Entries.Select(e => e.FullName))}.");
    }

    [Fact]
    public void Package_Packed_BringsNoOtherAssembly()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageUnderTest.File);
        string[] assemblies = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(["analyzers/dotnet/cs/Netsmith.Generator.dll", "lib/net10.0/Netsmith.dll", "lib/net8.0/Netsmith.dll"], assemblies);
    }

    [Fact]
    public void Nuspec_EachTargetFramework_HasNoDependency()
    {
        XElement[] groups = [.. Nuspec().Descendants().Where(element => element.Name.LocalName == "group")];

        Assert.Equal(["net10.0", "net8.0"], groups.Select(group => group.Attribute("targetFramework")?.Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Nuspec().Descendants(), element => element.Name.LocalName is "dependency" or "frameworkReference" or "frameworkAssembly");
    }

    [Theory]
    [InlineData("id", "Netsmith")]
    [InlineData("license", "MIT")]
    [InlineData("readme", "README.md")]
    public void Nuspec_Metadata_Says(string element, string expected) =>
        Assert.Equal(expected, Assert.Single(Nuspec().Descendants(), candidate => candidate.Name.LocalName == element).Value);

    private static XDocument Nuspec()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageUnderTest.File);
        using Stream nuspec = package.GetEntry("Netsmith.nuspec")!.Open();
        return XDocument.Load(nuspec);
    }
}
