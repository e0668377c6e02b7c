using System.Runtime.CompilerServices;
using System.Text;

namespace Netsmith.Generator.Emission;

/// <summary>
/// Writes indented C# with <c>\n</c> line ends. Interpolated text may hold strings and ints only, so that a float
/// cannot reach the output in the machine's culture: numbers go through <see cref="Literal"/>.
/// </summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line, or several if the text holds line ends; each is indented.</summary>
    public void Line(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', 4 * _depth).Append(line);
            _text.Append('\n');
        }
    }

    /// <inheritdoc cref="Line(string)"/>
    public void Line(Text text) => Line(text.ToString());

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Writes the header and an open brace; the returned scope closes it.</summary>
    public Scope Block(string header, string close = "}")
    {
        Line(header);
        Line("{");
        _depth++;
        return new Scope(this, close);
    }

    /// <inheritdoc cref="Block(string, string)"/>
    public Scope Block(Text header, string close = "}") => Block(header.ToString(), close);

    /// <summary>Writes a statement's header; what follows within the scope is indented without braces.</summary>
    public Scope Indent(Text header)
    {
        Line(header);
        _depth++;
        return new Scope(this, "");
    }

    /// <summary>A list with commas, so many items in a line.</summary>
    public static string Wrapped(IEnumerable<string> items, int perLine) => string.Concat(items.Select((item, i) =>
        (i == 0 ? "" : i % perLine == 0 ? ",\n    " : ", ") + item));

    public override string ToString() => _text.ToString();

    /// <summary>Ends the block that opened it.</summary>
    public readonly struct Scope(CodeWriter writer, string close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (close.Length > 0)
                writer.Line(close);
        }
    }

    /// <summary>Interpolated text of strings and ints: anything else does not compile.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Text(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _builder = new(literalLength + (8 * formattedCount));

        public void AppendLiteral(string value) => _builder.Append(value);

        public void AppendFormatted(string value) => _builder.Append(value);

        public void AppendFormatted(int value) => _builder.Append(Literal.Integer(value));

        public override string ToString() => _builder.ToString();
    }
}
