using System.Globalization;
using System.Text.Json.Nodes;
using Netsmith.TestSupport;

namespace Netsmith.Reporting.Tests;

/// <summary>
/// Opens reports in a browser. With NETSMITH_SCREENSHOTS set to a folder, pictures are left there to be looked at.
/// </summary>
public sealed class ChromiumTests(ChromiumTests.Browser browser) : IClassFixture<ChromiumTests.Browser>
{
    /// <summary>Everything that must hold in the browser, measured there.</summary>
    private const string Measure = """
        (() => {
          const visible = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0; };
          const parse = c => { const n = c.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
          const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
          const background = e => {
            const layers = [];
            for (let n = e; n; n = n.parentElement) layers.push(parse(getComputedStyle(n).backgroundColor));
            return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
          };
          const luminance = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const contrast = e => {
            const s = getComputedStyle(e), below = background(e);
            const a = luminance(over(parse(e instanceof SVGElement ? s.fill : s.color), below)), b = luminance(below);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          };
          const name = e => `${e.tagName}.${e.getAttribute('class')}: ${e.textContent.trim().slice(0, 40)}`;
          const texts = [...document.body.querySelectorAll('*')].filter(e => e.tagName !== 'title' && visible(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
          const overlaps = [];
          for (const plot of document.querySelectorAll('.plot')) {
            const labels = [...plot.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]), frame = plot.getBoundingClientRect();
            labels.forEach(([a, p], i) => {
              if (p.left < frame.left - 1 || p.right > frame.right + 1 || p.bottom > frame.bottom + 1) overlaps.push(`${a} sticks out`);
              for (const line of [...plot.querySelectorAll('.mark')].map(e => e.getBoundingClientRect()))
                if (p.left < line.left && line.right < p.right && line.top < p.bottom && p.top < line.bottom) overlaps.push(`a line through ${a}`);
              labels.slice(i + 1).forEach(([b, q]) => { if (p.left < q.right && q.left < p.right && p.top + 2 < q.bottom && q.top + 2 < p.bottom) overlaps.push(`${a} and ${b}`); });
            });
          }
          return {
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            width: document.documentElement.clientWidth,
            height: document.documentElement.scrollHeight,
            page: getComputedStyle(document.body).backgroundColor,
            svgs: document.querySelectorAll('svg').length,
            hiddenSvgs: [...document.querySelectorAll('svg')].filter(e => !visible(e)).length,
            images: document.images.length,
            brokenImages: [...document.images].filter(e => !e.complete || e.naturalWidth === 0).length,
            brokenWords: [...document.querySelectorAll('th, td')].filter(e => {
              const range = document.createRange();
              range.selectNodeContents(e);
              return visible(e) && !/\s/.test(e.textContent.trim()) && new Set([...range.getClientRects()].map(r => r.top)).size > 1;
            }).map(name),
            weak: texts.filter(e => contrast(e) < 4.5).map(e => `${contrast(e).toFixed(2)} ${name(e)}`),
            small: [...document.querySelectorAll('.plot text')].filter(e => e.getBoundingClientRect().height < 11).map(name),
            overlaps,
          };
        })()
        """;

    [ChromiumTheory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(400, "light")]
    [InlineData(400, "dark")]
    public void Report_OnScreen_IsLaidOutReadably(int width, string colorScheme)
    {
        browser.Chromium.Open(browser.Report, width, colorScheme);

        JsonNode measured = browser.Chromium.Evaluate(Measure)!;

        KeepScreenshots(string.Create(CultureInfo.InvariantCulture, $"report-{width}-{colorScheme}"), width, (int)measured["height"]!);
        Assert.Empty(browser.Chromium.Problems());
        Assert.Equal(width, (int)measured["width"]!);
        Assert.Equal(0, (int)measured["overflow"]!);
        Assert.Equal(colorScheme == "light" ? "rgb(244, 246, 248)" : "rgb(13, 17, 23)", (string)measured["page"]!);
        Assert.True((int)measured["svgs"]! >= 8, "The charts are missing.");
        Assert.Equal(0, (int)measured["hiddenSvgs"]!);
        Assert.True((int)measured["images"]! >= 24, "Images are missing.");
        Assert.Equal(0, (int)measured["brokenImages"]!);
        Assert.Empty(measured["brokenWords"]!.AsArray().Select(text => (string)text!));
        Assert.Empty(measured["weak"]!.AsArray().Select(text => (string)text!));
        Assert.Empty(measured["small"]!.AsArray().Select(text => (string)text!));
        Assert.Empty(measured["overlaps"]!.AsArray().Select(text => (string)text!));
    }

    [ChromiumTheory]
    [InlineData(1280)]
    [InlineData(400)]
    public void Report_HostileTexts_RunNothingAndStayOnThePage(int width)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("hostile.html"), hostile = HtmlReportTests.Hostile + new string('W', 300);
        new HtmlReport(hostile) { Description = hostile, ClassNames = [hostile, hostile] }
            .AddSettings([(hostile, hostile)], hostile)
            .AddHistory(SampleReports.Curve(3, 0.1), hostile)
            .AddComparison([(hostile, SampleReports.Curve(3, 0.1))])
            .AddLearningRateFinder([1e-3, 1e-2, 1e-1], [3, 2, 1], [("valley", 1e-2)])
            .Save(path);

        browser.Chromium.Open(path, width, "light");

        Assert.Empty(browser.Chromium.Problems());
        Assert.Equal("undefined", (string)browser.Chromium.Evaluate("typeof window.attacked")!);
        Assert.Equal(0, (int)browser.Chromium.Evaluate("document.scripts.length + document.querySelectorAll('iframe, object, embed').length")!);
        Assert.Equal(0, (int)browser.Chromium.Evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")!);
        Assert.Equal(hostile, (string)browser.Chromium.Evaluate("document.title")!);
    }

    [ChromiumTheory]
    [InlineData(2e-3, 2e-3, 2e-3)]
    [InlineData(2e-3, 2.1e-3, 3e-3)]
    [InlineData(1.1e-7, 1.2e-7, 2e-7)]
    [InlineData(2, 3, 3.1)]
    [InlineData(1e-6, 1e-4, 1)]
    public void Finder_SuggestionsCloseTogether_AreReadable(double valley, double steepest, double minimum)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("finder.html");
        double[] rates = [.. Enumerable.Range(0, 100).Select(i => 1e-7 * Math.Pow(1e8, i / 99.0))];
        double[] losses = [.. rates.Select(rate => 2.3 / (1 + 100 * rate) + rate / 10)];
        new HtmlReport("Finder").AddLearningRateFinder(rates, losses, [("valley", valley), ("steepest", steepest), ("minimum / 10", minimum)]).Save(path);

        foreach (int width in (int[])[400, 1280])
        {
            browser.Chromium.Open(path, width, "light");
            JsonNode measured = browser.Chromium.Evaluate(Measure)!;
            KeepScreenshots(string.Create(CultureInfo.InvariantCulture, $"finder-{valley}-{steepest}-{width}"), width, (int)measured["height"]!);
            Assert.Empty(measured["overlaps"]!.AsArray().Select(text => (string)text!));
        }
    }

    /// <summary>In parts: a picture of the whole page would be shown too small to see anything.</summary>
    private void KeepScreenshots(string name, int width, int height)
    {
        const int Part = 1400;
        if (Environment.GetEnvironmentVariable("NETSMITH_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        for (int top = 0; top < height; top += Part)
        {
            string file = string.Create(CultureInfo.InvariantCulture, $"{name}-{top / Part + 1}.png");
            File.WriteAllBytes(Path.Combine(folder, file), browser.Chromium.Screenshot(top, width, Math.Min(Part, height - top)));
        }
    }

    /// <summary>One browser and one report for all tests.</summary>
    public sealed class Browser : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Lazy<Chromium> _chromium = new(() => new Chromium());
        private readonly Lazy<string> _report;

        public Browser() => _report = new(() =>
        {
            // A report of one's own to look at, instead.
            if (Environment.GetEnvironmentVariable("NETSMITH_REPORT") is { Length: > 0 } given)
                return Path.GetFullPath(given);
            string path = _folder.File("report.html");
            SampleReports.Full().Save(path);
            return path;
        });

        internal Chromium Chromium => _chromium.Value;

        internal string Report => _report.Value;

        public void Dispose()
        {
            if (_chromium.IsValueCreated)
                _chromium.Value.Dispose();
            _folder.Dispose();
        }
    }
}
