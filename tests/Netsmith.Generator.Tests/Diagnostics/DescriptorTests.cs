using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Diagnostics;

/// <summary>What has to exist for every id, checked by reflection so that a new one cannot forget it.</summary>
public sealed partial class DescriptorTests
{
    private static readonly DiagnosticDescriptor[] Declared =
    [
        .. typeof(DiagnosticDescriptors).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(f => f.FieldType == typeof(DiagnosticDescriptor)).Select(f => (DiagnosticDescriptor)f.GetValue(null)!),
    ];

    public static TheoryData<string> Ids => [.. Declared.Select(d => d.Id)];

    [Fact]
    public void All_HoldsEveryDeclaredDescriptorOnce()
    {
        Assert.Equal(Declared, DiagnosticDescriptors.All);
        Assert.Equal(Declared.Length, Declared.Select(d => d.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Ids))]
    public void Descriptor_HasTestNamedAfterIt(string id) =>
        Assert.Contains(typeof(DiagnosticTests).GetMethods(), m =>
            m.Name.StartsWith(id + "_", StringComparison.Ordinal) && m.GetCustomAttribute<FactAttribute>() is not null);

    [Theory, MemberData(nameof(Ids))]
    public void Descriptor_HasReleaseRowOfSameCategoryAndSeverity(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.ById(id);
        string rows = File.ReadAllText(Repository.PathOf("generator", "AnalyzerReleases.Shipped.md"))
            + File.ReadAllText(Repository.PathOf("generator", "AnalyzerReleases.Unshipped.md"));
        Assert.Contains($"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}", rows, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Descriptor_HelpLinkNamesExistingPage(string id)
    {
        string link = DiagnosticDescriptors.ById(id).HelpLinkUri;
        const string main = "https://github.com/netsmith/netsmith/blob/main/";
        Assert.StartsWith(main, link, StringComparison.Ordinal);
        string page = Repository.PathOf(link[main.Length..].Split('/'));
        Assert.True(File.Exists(page), $"{id} links to {page}, which does not exist.");
        Assert.EndsWith($"/{id}.md", link, StringComparison.Ordinal);
    }

    [Fact]
    public void Planner_EveryIdItNames_HasDescriptor()
    {
        string[] named = [.. Repository.GeneratorSources.SelectMany(s => Id().Matches(s.Text)).Select(m => m.Value).Distinct().Order()];
        Assert.Equal(Declared.Select(d => d.Id).Order(), named);
    }

    [Fact]
    public void Ids_BelongToTheirCategory() => Assert.All(Declared, descriptor => Assert.Equal(
        descriptor.Id[..5] switch { "NSM00" => "Netsmith.Declaration", "NSM01" => "Netsmith.Shapes", "NSM02" => "Netsmith.Training", "NSM09" => "Netsmith.Performance", _ => "?" },
        descriptor.Category));

    [GeneratedRegex("(?<=\")NSM[0-9]{4}(?=\")")]
    private static partial Regex Id();
}
