using System.Globalization;

namespace Netsmith;

/// <summary>Collects the cells of one feature column while a file is read, and then makes numbers of them.</summary>
internal sealed class CsvColumnBuilder
{
    private const int MissingCategory = -1;

    /// <summary>More are no categories but numbers, names or texts.</summary>
    internal const int MostCategories = 10_000;

    private readonly bool _isCategory;
    private readonly CsvFeature? _known;
    private readonly List<float> _numbers = [];
    private readonly List<int> _ids = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <param name="index">The column in the file that is read.</param>
    /// <param name="isCategory">Whether it holds categories.</param>
    /// <param name="known">How it becomes numbers, where that is settled.</param>
    public CsvColumnBuilder(int index, bool isCategory, CsvFeature? known) => (Index, _isCategory, _known) = (index, isCategory, known);

    public int Index { get; }

    /// <summary>Adds a cell; <paramref name="missing"/> says that it holds a marker.</summary>
    public void Add(CsvTable table, string cell, bool missing)
    {
        if (!_isCategory)
            _numbers.Add(missing ? float.NaN : Number(table, Index, cell)); // NaN cannot be read, so it can stand for missing
        else if (missing)
            _ids.Add(MissingCategory);
        else
            _ids.Add(_known is null ? Collect(table, cell) : Known(table, cell));
    }

    public void RemoveLast()
    {
        if (_isCategory)
            _ids.RemoveAt(_ids.Count - 1);
        else
            _numbers.RemoveAt(_numbers.Count - 1);
    }

    /// <summary>Reads a number or throws.</summary>
    public static float Number(CsvTable table, int column, string cell)
    {
        if (CsvCell.ReadNumber(cell, out float value) is { } found)
            throw table.CellError(column, $"expected a number, found {found}. {CsvCell.Advice(cell)}.");
        return value;
    }

    /// <summary>Settles how the column becomes numbers.</summary>
    public CsvFeature Fit(CsvTable table, CsvOptions options)
    {
        string name = table.NameOf(Index);
        if (!_isCategory)
            return new(name, Index, [], CategoryEncoding.OneHot, MissingNumber(table, options));
        bool[] used = new bool[_seen.Count];
        foreach (int id in _ids)
        {
            if (id != MissingCategory)
                used[id] = true;
        }
        string[] categories = CsvCell.Sort(_seen.Where(pair => used[pair.Value]).Select(static pair => pair.Key));
        if (categories.Length == 0)
            throw table.CellError(Index, "expected at least one category, found missing values only. Add it to Ignore.");
        int[] order = new int[_seen.Count];
        for (int i = 0; i < categories.Length; i++)
            order[_seen[categories[i]]] = i;
        for (int i = 0; i < _ids.Count; i++)
        {
            if (_ids[i] != MissingCategory)
                _ids[i] = order[_ids[i]];
        }
        return new(name, Index, categories, options.CategoryEncoding, MissingCategoryValues(options, categories.Length));
    }

    /// <summary>Writes the column into the rows of a feature matrix.</summary>
    /// <param name="feature">How.</param>
    /// <param name="features">[rows, rowSize] row-major.</param>
    /// <param name="rowSize">The width of the matrix.</param>
    /// <param name="offset">Where in a row this column begins.</param>
    public void Write(CsvFeature feature, Span<float> features, int rowSize, int offset)
    {
        int rows = _isCategory ? _ids.Count : _numbers.Count;
        for (int row = 0; row < rows; row++)
        {
            Span<float> destination = features.Slice(row * rowSize + offset, feature.Width);
            if (_isCategory ? _ids[row] == MissingCategory : float.IsNaN(_numbers[row]))
                feature.WriteMissing(destination);
            else if (_isCategory)
                feature.WriteCategory(_ids[row], destination);
            else
                destination[0] = _numbers[row];
        }
    }

    private int Collect(CsvTable table, string cell)
    {
        if (_seen.TryGetValue(cell, out int id))
            return id;
        if (_seen.Count == MostCategories)
            throw table.CellError(Index, string.Create(CultureInfo.InvariantCulture, $"expected at most {MostCategories} categories, found more. If the column is not needed, add it to Ignore."));
        _seen.Add(cell, _seen.Count);
        return _seen.Count - 1;
    }

    private int Known(CsvTable table, string cell)
    {
        int id = _known!.Find(cell);
        return id >= 0 ? id : throw table.CellError(Index, CsvEncoding.UnknownText("category", _known.Categories, cell));
    }

    private float[]? MissingNumber(CsvTable table, CsvOptions options)
    {
        if (options.MissingValues == MissingValues.Constant)
            return [options.MissingConstant];
        if (options.MissingValues != MissingValues.Mean)
            return null;
        double sum = 0;
        int count = 0;
        foreach (float number in _numbers)
        {
            if (!float.IsNaN(number))
            {
                sum += number;
                count++;
            }
        }
        return count > 0
            ? [(float)(sum / count)]
            : throw table.CellError(Index, "expected at least one number to take the mean of, found missing values only. Add it to Ignore.");
    }

    private float[]? MissingCategoryValues(CsvOptions options, int categories)
    {
        if (options.MissingValues is not (MissingValues.Mean or MissingValues.Constant))
            return null;
        float[] values = new float[options.CategoryEncoding == CategoryEncoding.OneHot ? categories : 1];
        if (options.MissingValues == MissingValues.Constant)
            return values;
        int[] counts = new int[categories];
        foreach (int id in _ids)
        {
            if (id != MissingCategory)
                counts[id]++;
        }
        int mode = Array.IndexOf(counts, counts.Max());
        if (options.CategoryEncoding == CategoryEncoding.OneHot)
            values[mode] = 1;
        else
            values[0] = mode;
        return values;
    }
}
