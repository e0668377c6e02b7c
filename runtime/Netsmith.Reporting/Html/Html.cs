using System.Text;
using System.Xml.Linq;

namespace Netsmith;

/// <summary>
/// Pages are built as element trees and written here, the one place where text is escaped. What is written is well-formed XML as
/// well, so that tests can read it back.
/// </summary>
internal static class Html
{
    private static readonly HashSet<string> VoidElements = ["img", "meta", "br"];

    /// <summary>Elements that end a line, so that reports can be compared line by line.</summary>
    private static readonly HashSet<string> LineElements =
        ["html", "head", "title", "meta", "style", "body", "header", "nav", "main", "section", "h1", "h2", "h3", "p", "figure", "figcaption", "details", "summary",
         "table", "caption", "thead", "tbody", "tr", "ul", "li", "dl", "div", "svg", "path", "circle", "line", "text", "g", "img"];

    /// <summary>An element with attributes, elements and texts in any order; nulls are left out.</summary>
    public static XElement Element(string name, params object?[] content) => new(name, content);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, value);

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string value) => new("class", value);

    /// <summary>A box that scrolls sideways where its content is wider than the page, with the keyboard too.</summary>
    public static XElement Scroll(string label, XElement content) =>
        Element("div", Class("scroll"), Attribute("tabindex", "0"), Attribute("role", "region"), Attribute("aria-label", label), content);

    /// <summary>Key figures: a name and a value each.</summary>
    public static XElement Figures(IEnumerable<(string Name, string Value)> figures) =>
        Element("dl", Class("figures"), figures.Select(figure => Element("div", Element("dt", figure.Name), Element("dd", figure.Value))));

    /// <summary>A table with a heading for every column; columns are numbers unless named in <paramref name="textColumns"/>.</summary>
    public static XElement Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, params int[] textColumns)
    {
        return Element("table",
            Element("caption", caption),
            Element("thead", Element("tr", headings.Select((heading, column) => Element("th", Attribute("scope", "col"), TextClass(column), heading)))),
            Element("tbody", rows.Select(row => Element("tr", row.Select((cell, column) => Element("td", TextClass(column), cell))))));

        XAttribute? TextClass(int column) => textColumns.Contains(column) ? Class("text") : null;
    }

    /// <summary>Writes an element and all it holds, escaped, with \n as the end of a line.</summary>
    public static void Write(StringBuilder output, XElement element)
    {
        string name = element.Name.LocalName;
        output.Append('<').Append(name);
        foreach (XAttribute attribute in element.Attributes())
        {
            output.Append(' ').Append(attribute.Name.LocalName).Append("=\"");
            Escape(output, attribute.Value);
            output.Append('"');
        }
        if (VoidElements.Contains(name))
        {
            output.Append("/>\n");
            return;
        }
        output.Append('>');
        foreach (XNode node in element.Nodes())
        {
            if (node is XElement child)
                Write(output, child);
            else if (node is XText text)
                Escape(output, text.Value);
        }
        output.Append("</").Append(name).Append('>');
        if (LineElements.Contains(name))
            output.Append('\n');
    }

    /// <summary>Escapes what has a meaning in HTML, and replaces what may not occur in it: control characters and halves of surrogate pairs.</summary>
    private static void Escape(StringBuilder output, string text)
    {
        foreach (Rune rune in text.EnumerateRunes()) // an unpaired surrogate comes out as U+FFFD
        {
            switch (rune.Value)
            {
                case '&':
                    output.Append("&amp;");
                    break;
                case '<':
                    output.Append("&lt;");
                    break;
                case '>':
                    output.Append("&gt;");
                    break;
                case '"':
                    output.Append("&quot;");
                    break;
                case '\'':
                    output.Append("&#39;");
                    break;
                case '\r':
                    break;
                case '\t' or '\n':
                    output.Append((char)rune.Value);
                    break;
                case < ' ' or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF:
                    output.Append('\uFFFD');
                    break;
                default:
                    output.Append(rune.ToString());
                    break;
            }
        }
    }
}
