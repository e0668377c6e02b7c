using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Netsmith.TestSupport;

namespace Netsmith.Reporting.Tests;

public sealed class HtmlReportTests
{
    internal const string Hostile = "<script>window.attacked=1</script>\"'><img src=x onerror=window.attacked=1>&lt; ]]> --> </style></title>";

    [Fact]
    public void Report_EverySection_IsWellFormedAndInOrder()
    {
        XDocument page = SampleReports.Parse(SampleReports.Full());

        Assert.Equal(["Settings", "Network", "Learning rate finder", "Training", "Evaluation", "Worst predictions", "First layer", "Comparison"],
            page.Descendants("h2").Select(heading => heading.Value));
        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("class")?.Value == "plot"), svg =>
        {
            Assert.Equal("img", svg.Attribute("role")?.Value);
            Assert.False(string.IsNullOrWhiteSpace(svg.Attribute("aria-label")?.Value));
        });
        Assert.All(page.Descendants("img"), image => Assert.False(string.IsNullOrWhiteSpace(image.Attribute("alt")?.Value)));
        // Every link leads to a section.
        Assert.All(page.Descendants("a"), link => Assert.Single(page.Descendants(), element => "#" + element.Attribute("id")?.Value == link.Attribute("href")!.Value));
    }

    [Fact]
    public void Report_EverySection_RefersToNothingOutside()
    {
        string html = SampleReports.Full().ToHtml();

        Assert.Empty(References(html));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""<img src="http://example.org/x.png"/>""")]
    [InlineData("""<a href="//example.org">x</a>""")]
    [InlineData("""<p style="background:url(x.png)">x</p>""")]
    public void References_ToOutside_AreFound(string html) => Assert.NotEmpty(References(html));

    [Fact]
    public void Report_SameContent_GivesTheSameBytes() => Assert.Equal(SampleReports.Full().ToHtml(), SampleReports.Full().ToHtml());

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void Report_OtherCulture_GivesTheSameBytes(string culture)
    {
        string expected = SampleReports.Full().ToHtml();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, SampleReports.Full().ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Report_HostileTexts_AreShownAsTheyAre()
    {
        string html = new HtmlReport(Hostile) { Description = Hostile, ClassNames = [Hostile] }
            .AddSettings([(Hostile, Hostile)], Hostile)
            .AddSummary(new NetworkSummary(Hostile, [1], [], [], Hostile), Hostile)
            .AddHistory(SampleReports.Curve(2, 0.1), Hostile)
            .AddEvaluation(new Evaluation(1, 1, 1, 1, Matrix((0, 0), (0, 1))), Hostile)
            .AddLearningRateFinder([0.1], [1], [(Hostile, 0.1)], Hostile)
            .AddComparison([(Hostile, SampleReports.Curve(2, 0.1))], Hostile)
            .ToHtml();

        XDocument page = SampleReports.Parse(html);
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Hostile, page.Descendants("title").First().Value);
        Assert.All(page.Descendants("h2"), heading => Assert.Equal(Hostile, heading.Value));
    }

    [Fact]
    public void Report_CharactersThatHtmlForbids_AreReplaced()
    {
        string title = "a\0b\u001b\ud800c\r\nd\uffffe\U0001F600";
        Assert.Equal("a\ufffdb\ufffd\ufffdc\nd\ufffde\U0001F600", SampleReports.Parse(new HtmlReport(title)).Descendants("h1").Single().Value);
    }

    [Fact]
    public void Report_Empty_SaysSo() => Assert.Contains("no sections", SampleReports.Parse(new HtmlReport("x")).Descendants("main").Single().Value, StringComparison.Ordinal);

    [Fact]
    public void Report_WithoutTimestamp_HasNone() => Assert.Empty(SampleReports.Parse(new HtmlReport("x")).Descendants("header").Single().Elements("p"));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Report_BlankTitleOrHeading_IsRefused(string text)
    {
        Assert.Throws<ArgumentException>(() => new HtmlReport(text));
        Assert.Throws<ArgumentException>(() => new HtmlReport("x").AddHistory(new TrainingHistory([]), text));
    }

    [Fact]
    public void StyleSheet_HasNothingToEscape() => Assert.DoesNotContain(ReportStyle.Css, character => character is '<' or '>' or '&' or '"' or '\'');

    [Fact]
    public void Save_ReplacesTheFile_WithUtf8AndLeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("report.html");
        File.WriteAllText(path, "old");
        var report = new HtmlReport("Größe");

        report.Save(path);

        Assert.Equal(Encoding.UTF8.GetBytes(report.ToHtml()), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Save_WhereNoFileCanBe_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<IOException>(() => new HtmlReport("x").Save(folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => new HtmlReport("x").Save(Path.Combine(folder.Path, "absent", "x.html")));
    }

    internal static ConfusionMatrix Matrix(params (int Actual, int Predicted)[] samples)
    {
        var matrix = new ConfusionMatrix(samples.Max(sample => Math.Max(sample.Actual, sample.Predicted)) + 1);
        foreach ((int actual, int predicted) in samples)
            matrix.Add(actual, predicted);
        return matrix;
    }

    /// <summary>Addresses in attributes and styles that are neither a place on the page nor data in it.</summary>
    private static string[] References(string html) =>
    [
        .. Regex.Matches(html, """\s(?:src|href|srcset|xlink:href|action|data|poster)\s*=\s*"(?!#|data:)[^"]*""").Select(match => match.Value),
        .. Regex.Matches(html, """url\s*\(""").Select(match => match.Value),
    ];
}
