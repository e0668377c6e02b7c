using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>
/// The header of a .npy file: a Python dictionary with exactly the keys descr, fortran_order and shape, in any order. Read by a
/// small parser for this one form; nothing is evaluated.
/// </summary>
internal readonly record struct NpyHeader(NumericType Type, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int MaxRank = 32; // numpy's own limit for most of its life

    /// <summary>Parses the text between the header's length and the data.</summary>
    public static NpyHeader Parse(string text, FormatReader file)
    {
        var parser = new Parser(text, file);
        string? descr = null;
        bool? fortranOrder = null;
        int[]? shape = null;
        parser.Expect('{');
        while (!parser.TryTake('}'))
        {
            string key = parser.Text();
            parser.Expect(':');
            switch (key)
            {
                case "descr" when descr is null: descr = parser.Descr(); break;
                case "fortran_order" when fortranOrder is null: fortranOrder = parser.Boolean(); break;
                case "shape" when shape is null: shape = parser.Tuple(); break;
                case "descr" or "fortran_order" or "shape": throw file.Error($"expected each key of the header once, found '{key}' twice.");
                default: throw file.Error($"expected the keys descr, fortran_order and shape in the header, found {FormatReader.Quote(key)}.");
            }
            if (!parser.TryTake(','))
            {
                parser.Expect('}');
                break;
            }
        }
        parser.ExpectEnd();
        if (descr is null || fortranOrder is null || shape is null)
            throw file.Error($"expected the keys descr, fortran_order and shape in the header, found no {(descr is null ? "descr" : fortranOrder is null ? "fortran_order" : "shape")}.");
        return new(ParseType(descr, file), descr[0] == '>', fortranOrder.Value, shape);
    }

    /// <summary>The type's text in a header of a little-endian file: "&lt;f4".</summary>
    /// <exception cref="NotSupportedException">numpy has no such type.</exception>
    public static string TypeText(NumericType type) => type switch
    {
        NumericType.Boolean => "|b1",
        NumericType.UInt8 => "|u1",
        NumericType.Int8 => "|i1",
        NumericType.UInt16 => "<u2",
        NumericType.Int16 => "<i2",
        NumericType.UInt32 => "<u4",
        NumericType.Int32 => "<i4",
        NumericType.UInt64 => "<u8",
        NumericType.Int64 => "<i8",
        NumericType.Float16 => "<f2",
        NumericType.Float32 => "<f4",
        NumericType.Float64 => "<f8",
        _ => throw new NotSupportedException($"Expected a type that .npy files can hold, found {type}; convert it to float first."),
    };

    private static NumericType ParseType(string descr, FormatReader file)
    {
        bool ordered = descr is ['<' or '>', ..];
        return descr is ['<' or '>' or '|' or '=', ..]
            ? (descr[1..], ordered) switch
            {
                ("b1", _) => NumericType.Boolean,
                ("u1", _) => NumericType.UInt8,
                ("i1", _) => NumericType.Int8,
                ("u2", true) => NumericType.UInt16,
                ("i2", true) => NumericType.Int16,
                ("u4", true) => NumericType.UInt32,
                ("i4", true) => NumericType.Int32,
                ("u8", true) => NumericType.UInt64,
                ("i8", true) => NumericType.Int64,
                ("f2", true) => NumericType.Float16,
                ("f4", true) => NumericType.Float32,
                ("f8", true) => NumericType.Float64,
                ("O", _) => throw file.Error($"expected numbers, found Python objects ('{descr}'), which would need a pickle; save the array with a numeric dtype."),
                _ => throw Unknown(descr, file),
            }
            : throw Unknown(descr, file);
    }

    private static NetsmithFormatException Unknown(string descr, FormatReader file) =>
        file.Error($"expected a numeric dtype (b1, u1-u8, i1-i8, f2, f4, f8 with its byte order), found {FormatReader.Quote(descr)}.");

    /// <summary>Reads the few forms of Python text that a header consists of.</summary>
    private struct Parser(string text, FormatReader file)
    {
        private int _position;

        public bool TryTake(char expected)
        {
            SkipSpace();
            if (_position == text.Length || text[_position] != expected)
                return false;
            _position++;
            return true;
        }

        public void Expect(char expected)
        {
            if (!TryTake(expected))
                throw Unexpected($"'{expected}'");
        }

        public void ExpectEnd()
        {
            SkipSpace();
            if (_position != text.Length)
                throw Unexpected("the end of the header");
        }

        public string Text()
        {
            SkipSpace();
            char quote = _position < text.Length ? text[_position] : '\0';
            if (quote is not ('\'' or '"'))
                throw Unexpected("a quoted text");
            int end = text.IndexOf(quote, _position + 1);
            if (end < 0)
                throw Unexpected("a text with its closing quote");
            string value = text[(_position + 1)..end];
            if (value.Contains('\\') || !Ascii.IsValid(value))
                throw Unexpected("a text of plain ASCII characters");
            _position = end + 1;
            return value;
        }

        public string Descr()
        {
            SkipSpace();
            if (_position < text.Length && text[_position] is '[' or '(')
                throw file.Error($"expected a single numeric dtype, found a structured one; save its fields as separate arrays.");
            return Text();
        }

        public bool Boolean()
        {
            SkipSpace();
            foreach ((string word, bool value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
            {
                if (text.AsSpan(_position).StartsWith(word, StringComparison.Ordinal))
                {
                    _position += word.Length;
                    return value;
                }
            }
            throw Unexpected("True or False");
        }

        public int[] Tuple()
        {
            List<int> sizes = [];
            Expect('(');
            bool comma = true;
            while (!TryTake(')'))
            {
                if (!comma || sizes.Count == MaxRank)
                    throw Unexpected(comma ? "at most 32 dimensions" : "a comma or ')'");
                sizes.Add(Integer());
                comma = TryTake(',');
            }
            if (sizes.Count == 1 && !comma)
                throw Unexpected("a tuple, '(3,)' for one dimension,");
            return [.. sizes];
        }

        private int Integer()
        {
            SkipSpace();
            int start = _position;
            while (_position < text.Length && char.IsAsciiDigit(text[_position]))
                _position++;
            if (!int.TryParse(text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                _position = start;
                throw Unexpected("a dimension from 0 to 2147483647");
            }
            return value;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && text[_position] is ' ' or '\n' or '\t' or '\r')
                _position++;
        }

        private readonly NetsmithFormatException Unexpected(string expected) =>
            file.Error($"expected {expected} in the header, found {(_position < text.Length ? FormatReader.Quote(text[_position..]) : "its end")}.");
    }
}
