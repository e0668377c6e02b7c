using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// Test sources with the expected diagnostics written where they must appear: <c>{|NSM0101:Dense(10)|}</c>. Two on one
/// span are written one inside the other.
/// </summary>
internal static partial class Markup
{
    /// <summary>The source without the marks, and the id and span of each mark in order of position.</summary>
    public static (string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected) Read(string marked)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var expected = new List<(string Id, TextSpan Span)>();
        int position = 0;
        foreach (Match mark in Mark().Matches(marked))
        {
            source.Append(marked, position, mark.Index - position);
            position = mark.Index + mark.Length;
            if (mark.Groups[1].Success)
            {
                open.Push((mark.Groups[1].Value, source.Length));
            }
            else
            {
                (string id, int start) = open.Pop();
                expected.Add((id, TextSpan.FromBounds(start, source.Length)));
            }
        }

        Assert.Empty(open);
        source.Append(marked, position, marked.Length - position);
        return (source.ToString(), [.. expected.OrderBy(e => e.Span.Start).ThenBy(e => e.Id, StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"\{\|(NSM\d{4}):|\|\}")]
    private static partial Regex Mark();
}
