using System.Text;
using System.Xml.Linq;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>A heading and what belongs under it.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Content">Elements in order.</param>
/// <param name="IsNarrow">Whether two such sections may stand side by side.</param>
internal sealed record ReportSection(string Heading, IReadOnlyList<object?> Content, bool IsNarrow = false);

/// <summary>The page around the sections.</summary>
internal static class ReportPage
{
    /// <summary>Nothing may be fetched, whatever a report holds: styles are in the page, images are data.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The whole page.</summary>
    public static string Write(string title, string? description, string? timestamp, IReadOnlyList<ReportSection> sections)
    {
        XElement page = Element("html", Attribute("lang", "en"),
            Element("head",
                Element("meta", Attribute("charset", "utf-8")),
                Element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", Policy)),
                Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                Element("title", title),
                Element("style", ReportStyle.Css)),
            Element("body",
                Element("header",
                    Element("h1", title),
                    description is null ? null : Element("p", description),
                    timestamp is null ? null : Element("p", Class("muted"), timestamp)),
                sections.Count < 2 ? null : Element("nav", Attribute("aria-label", "Sections"), Element("ul", sections.Select((section, index) =>
                    Element("li", Element("a", Attribute("href", "#" + Id(index)), section.Heading))))),
                Element("main", sections.Count == 0
                    ? Element("p", Class("muted"), "This report has no sections.")
                    : sections.Select((section, index) => Element("section", Attribute("aria-labelledby", Id(index)), IsPaired(sections, index) ? Class("half") : null,
                        Element("h2", Attribute("id", Id(index)), section.Heading), section.Content)))));
        StringBuilder output = new StringBuilder(1 << 16).Append("<!DOCTYPE html>\n");
        Html.Write(output, page);
        return output.ToString();
    }

    /// <summary>Narrow sections stand side by side two by two; one without a partner takes the whole width.</summary>
    private static bool IsPaired(IReadOnlyList<ReportSection> sections, int index)
    {
        int first = index, end = index;
        while (first > 0 && sections[first - 1].IsNarrow)
            first--;
        while (end < sections.Count && sections[end].IsNarrow)
            end++;
        return sections[index].IsNarrow && ((index - first) % 2 == 1 || index + 1 < end);
    }

    private static string Id(int index) => Figure.Text($"section-{index + 1}");
}
