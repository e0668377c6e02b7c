using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Netsmith;

/// <summary>
/// The rows of a CSV file (RFC 4180, UTF-8), read one by one. Every row must have as many fields as the first; every shortfall is a
/// <see cref="NetsmithFormatException"/> with file and line. Spaces around a field are removed.
/// </summary>
internal sealed class CsvTable : IDisposable
{
    /// <summary>Longer fields are the work of a quote that is not closed.</summary>
    private const int LongestField = 1 << 20;

    private const int ColumnsListed = 20;
    private readonly CsvParser _parser;
    private readonly Dictionary<string, int>? _indices;
    private string[]? _first;

    /// <summary>Line ends within the records so far.</summary>
    private int _furtherLines;

    /// <param name="stream">The content; closed with the table.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="delimiter">What separates two fields.</param>
    /// <param name="hasHeader">Whether the first row holds names.</param>
    public CsvTable(Stream stream, string name, char delimiter, bool hasHeader)
    {
        Name = name;
        var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
        _parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            MaxFieldSize = LongestField,
            BadDataFound = _ => throw LineError(StartLine(), $"expected quotes around a whole field and doubled inside it, found a quote that is not closed or stands inside a field."),
        });
        _first = Next() ?? throw new NetsmithFormatException($"{Name}: expected {(hasHeader ? "a header line" : "rows")}, found an empty file.");
        ColumnCount = _first.Length;
        if (!hasHeader)
            return;
        Header = _first;
        _first = null;
        _indices = IndexHeader(Header);
    }

    /// <summary>The file's name for messages.</summary>
    public string Name { get; }

    /// <summary>The names in the first line; null where there is no header.</summary>
    public string[]? Header { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>The line on which the last row read begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next row's fields, valid until the following call; null at the end.</summary>
    public string[]? Read()
    {
        if (_first is { } first)
        {
            _first = null;
            return first;
        }
        string[]? row = Next();
        if (row is not null && row.Length != ColumnCount)
            throw LineError(Line, $"expected {ColumnCount} fields, as in line 1, found {row.Length}. Numbers with a comma need quotes or another Delimiter.");
        return row;
    }

    /// <summary>The index of a column.</summary>
    /// <exception cref="NetsmithFormatException">The file has no such column.</exception>
    public int Find(CsvColumn column)
    {
        int index = column.Find(_indices, ColumnCount);
        if (index >= 0)
            return index;
        if (Header is null)
            throw LineError(1, $"expected the column {column}, found {ColumnCount} columns{(column.IsNamed ? " without names: give its index, or set HasHeader" : "")}.");
        string listed = string.Join(", ", Header.Take(ColumnsListed).Select(FormatReader.Quote)) + (ColumnCount > ColumnsListed ? ", …" : "");
        string hint = Header.FirstOrDefault(name => string.Equals($"'{name}'", column.ToString(), StringComparison.OrdinalIgnoreCase)) is { } similar
            ? $" Did you mean '{similar}'?"
            : Header.All(static name => CsvCell.ReadNumber(name, out _) is null) ? " If the first line is data, set HasHeader to false." : "";
        throw LineError(1, $"expected the column {column}, found the {ColumnCount} columns {listed}.{hint}");
    }

    /// <summary>The name of a column; "column[3]" where there is none.</summary>
    public string NameOf(int index) =>
        Header is not null && Header[index].Length > 0 ? Header[index] : CsvEncoding.NamelessColumn(index);

    /// <summary>The exception for a line of this file.</summary>
    public NetsmithFormatException LineError(int line, FormattableString message) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Name}, line {line}: {message.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>The exception for a cell of the last row read.</summary>
    public NetsmithFormatException CellError(int column, string message) =>
        LineError(Line, $"column '{NameOf(column)}': {message}");

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    private string[]? Next()
    {
        try
        {
            if (!_parser.Read())
                return null;
            Line = StartLine();
            // Only taking the fields apart finds misplaced quotes.
            string[] row = _parser.Record ?? [];
            _furtherLines += CountLineEnds(_parser.RawRecord);
            for (int i = 0; i < row.Length; i++)
            {
                if (row[i].Contains('\0'))
                    throw LineError(Line, $"expected text, found a NUL character in field {i + 1}; is this a CSV file?");
                row[i] = row[i].Trim();
            }
            return row;
        }
        catch (DecoderFallbackException exception)
        {
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{Name}, at or after line {Line + 1}: expected UTF-8 text, found other bytes; save the file as UTF-8."), exception);
        }
        catch (CsvHelperException exception)
        {
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{Name}, line {Line + 1}: expected fields of at most {LongestField} characters, found a longer one; a quote may not be closed."), exception);
        }
    }

    /// <summary>The parser counts records and blank lines; a field in quotes may span further lines.</summary>
    private int StartLine() => _parser.Row + _furtherLines;

    private static int CountLineEnds(ReadOnlySpan<char> record)
    {
        record = record.TrimEnd("\r\n");
        int count = 0;
        for (int i = 0; i < record.Length; i++)
        {
            if (record[i] == '\n' || (record[i] == '\r' && record[i + 1] != '\n'))
                count++;
        }
        return count;
    }

    private Dictionary<string, int> IndexHeader(string[] header)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < header.Length; i++)
        {
            // A column without a name, as data frames write for their row numbers, can be given by index only.
            if (header[i].Length > 0 && !indices.TryAdd(header[i], i))
                throw LineError(1, $"expected different column names, found {FormatReader.Quote(header[i])} twice.");
        }
        return indices;
    }
}
