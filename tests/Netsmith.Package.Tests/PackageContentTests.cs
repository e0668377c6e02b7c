using System.Xml.Linq;

namespace Netsmith.Package.Tests;

/// <summary>What is in the packages, and what is not.</summary>
public sealed class PackageContentTests
{
    [Theory]
    [InlineData("Netsmith", "lib/net8.0/Netsmith.xml")]
    [InlineData("Netsmith", "lib/net10.0/Netsmith.xml")]
    [InlineData("Netsmith", "build/Netsmith.props")]
    [InlineData("Netsmith", "buildTransitive/Netsmith.props")]
    [InlineData("Netsmith", "README.md")]
    [InlineData("Netsmith.Data", "lib/net8.0/Netsmith.Data.xml")]
    [InlineData("Netsmith.Data", "lib/net10.0/Netsmith.Data.xml")]
    [InlineData("Netsmith.Data", "README.md")]
    [InlineData("Netsmith.Reporting", "lib/net8.0/Netsmith.Reporting.xml")]
    [InlineData("Netsmith.Reporting", "lib/net10.0/Netsmith.Reporting.xml")]
    [InlineData("Netsmith.Reporting", "README.md")]
    public void Package_Packed_Contains(string package, string file) => Assert.Contains(file, PackageUnderTest.Find(package).Contents());

    [Theory]
    [InlineData("Netsmith", "analyzers/dotnet/cs/Netsmith.Generator.dll", "lib/net10.0/Netsmith.dll", "lib/net8.0/Netsmith.dll")]
    [InlineData("Netsmith.Data", "lib/net10.0/Netsmith.Data.dll", "lib/net8.0/Netsmith.Data.dll")]
    [InlineData("Netsmith.Reporting", "lib/net10.0/Netsmith.Reporting.dll", "lib/net8.0/Netsmith.Reporting.dll")]
    public void Package_Packed_BringsNoOtherAssembly(string package, params string[] expected) =>
        Assert.Equal(expected, PackageUnderTest.Find(package).Contents().Where(name => name.EndsWith(".dll", StringComparison.Ordinal)));

    // A dependency says what of it does not reach the user; of Netsmith the generator ("Analyzers") and the permission of unsafe blocks
    // ("Build") shall, whichever package is asked for.
    [Theory]
    [InlineData("Netsmith")]
    [InlineData("Netsmith.Data", "CsvHelper 33.0.1, without Build,Analyzers", "Netsmith 0.1.0, without ")]
    [InlineData("Netsmith.Reporting", "Netsmith 0.1.0, without ", "Spectre.Console 0.49.1, without Build,Analyzers")]
    public void Nuspec_EachTargetFramework_DependsOn(string package, params string[] expected)
    {
        XElement[] groups = [.. Elements(package, "group")];

        Assert.Equal(["net10.0", "net8.0"], groups.Select(group => group.Attribute("targetFramework")?.Value).Order(StringComparer.Ordinal));
        Assert.All(groups, group => Assert.Equal(expected, group.Elements().Select(Describe).Order(StringComparer.Ordinal)));
        Assert.Equal(expected.Length * groups.Length, Elements(package, "dependency").Count());
        Assert.Empty(Elements(package, "frameworkReference").Concat(Elements(package, "frameworkAssembly")));
    }

    [Theory]
    [InlineData("Netsmith")]
    [InlineData("Netsmith.Data")]
    [InlineData("Netsmith.Reporting")]
    public void Nuspec_Metadata_Says(string package)
    {
        Assert.Equal(package, Assert.Single(Elements(package, "id")).Value);
        Assert.Equal("MIT", Assert.Single(Elements(package, "license")).Value);
        Assert.Equal("README.md", Assert.Single(Elements(package, "readme")).Value);
    }

    private static string Describe(XElement dependency) =>
        $"{dependency.Attribute("id")?.Value} {dependency.Attribute("version")?.Value}, without {dependency.Attribute("exclude")?.Value}";

    private static IEnumerable<XElement> Elements(string package, string name) =>
        PackageUnderTest.Find(package).Nuspec().Descendants().Where(element => element.Name.LocalName == name);
}
