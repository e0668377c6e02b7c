using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Diagnostics;

/// <summary>
/// The pages in docs/diagnostics keep their word: the example gives exactly the printed text, and the fixed example
/// compiles without a word. <c>NETSMITH_ACCEPT=1</c> writes the printed text into the pages.
/// </summary>
public sealed partial class DocumentationPageTests
{
    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(d => d.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Page_Example_PrintsWhatThePageSays(string id)
    {
        string path = Repository.PathOf("docs", "diagnostics", id + ".md");
        string page = File.ReadAllText(path);
        Match blocks = Blocks().Match(page);
        Assert.True(blocks.Success, $"{path} must have an example, the text it prints and a fixed example, in this order.");

        GeneratorRun run = Run(blocks.Groups["bad"].Value, id);
        Assert.Contains(run.Diagnostics, d => d.Id == id);
        string printed = run.PrintedDiagnostics.Replace("User.cs", "Net.cs", StringComparison.Ordinal).TrimEnd('\n');
        if (Environment.GetEnvironmentVariable("NETSMITH_ACCEPT") == "1" && Environment.GetEnvironmentVariable("CI") != "true")
            File.WriteAllText(path, page.Replace(blocks.Groups["text"].Value, printed, StringComparison.Ordinal));
        else
            Assert.Equal(printed, blocks.Groups["text"].Value);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_FixedExample_CompilesWithoutDiagnostics(string id)
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));
        using CompiledNetwork network = CompiledNetwork.From(Blocks().Match(page).Groups["good"].Value);
        Assert.Single(network.Run.Sources);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Page_HeadingAndIndex_CarryTitleAndSeverity(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.ById(id);
        string severity = descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning";
        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {descriptor.Title}\n\nSeverity: {severity}. Category: {descriptor.Category}.\n", page, StringComparison.Ordinal);
        Assert.Contains(
            $"| [{id}]({id}.md) | {severity} | {descriptor.Title} |",
            File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")), StringComparison.Ordinal);
    }

    private static GeneratorRun Run(string source, string id)
    {
        CSharpCompilationOptions options = id == "NSM0007" ? TestCompilation.Options.WithAllowUnsafe(false) : TestCompilation.Options;
        return GeneratorHarness.RunAndRepeat(new NetworkGenerator(), TestCompilation.Create([source], options));
    }

    [GeneratedRegex(@"```csharp\n(?<bad>.*?)```.*?```text\n(?<text>.*?)\n```.*```csharp\n(?<good>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
