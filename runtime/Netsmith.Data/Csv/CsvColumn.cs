using System.Globalization;

namespace Netsmith;

/// <summary>A column of a CSV file: by its name in the header ("species"), by its index from 0 (4), or from the end (^1).</summary>
public readonly record struct CsvColumn
{
    private readonly string? _name;
    private readonly Index _index;

    /// <summary>A column by name.</summary>
    /// <param name="name">Exactly as in the header; upper and lower case differ.</param>
    public CsvColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>A column by position.</summary>
    /// <param name="index">From 0, or from the end.</param>
    public CsvColumn(Index index) => _index = index;

    /// <summary>A column by name.</summary>
    /// <param name="name">Exactly as in the header; upper and lower case differ.</param>
    public static implicit operator CsvColumn(string name) => new(name);

    /// <summary>A column by position.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static implicit operator CsvColumn(int index) => new(new Index(index));

    /// <summary>A column by position.</summary>
    /// <param name="index">From 0, or from the end: ^1 is the last column.</param>
    public static implicit operator CsvColumn(Index index) => new(index);

    /// <summary>The name in quotes, or the index.</summary>
    public override string ToString() => _name is null
        ? (_index.IsFromEnd ? "^" : "") + _index.Value.ToString(CultureInfo.InvariantCulture)
        : $"'{_name}'";

    /// <summary>The column's index in a file, or -1 where it has no such column.</summary>
    /// <param name="names">From the header's names to indices; null where the file has no header.</param>
    /// <param name="count">The number of columns.</param>
    internal int Find(IReadOnlyDictionary<string, int>? names, int count)
    {
        if (_name is not null)
            return names is not null && names.TryGetValue(_name, out int found) ? found : -1;
        int offset = _index.GetOffset(count);
        return (uint)offset < (uint)count ? offset : -1;
    }

    /// <summary>True where the column is given by name.</summary>
    internal bool IsNamed => _name is not null;
}
