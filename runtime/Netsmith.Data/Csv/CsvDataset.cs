using System.Globalization;

namespace Netsmith;

/// <summary>
/// A dataset from a CSV file (RFC 4180, UTF-8), together with the encoding that made numbers of its cells. Numbers are read the same
/// on every machine: digits, sign, point and exponent. Spaces around a cell are removed, blank lines skipped.
/// </summary>
/// <example><code>
/// CsvDataset iris = CsvDataset.Load("iris.csv", new CsvOptions { Label = "species" });
/// network.Fit(iris.Data, options);
/// string species = iris.ClassNames[network.Classify(iris.Encoding.Encode(["5.1", "3.5", "1.4", "0.2"]))];
/// </code></example>
public sealed class CsvDataset
{
    private CsvDataset(Dataset data, CsvEncoding encoding, int droppedRows) =>
        (Data, Encoding, DroppedRows) = (data, encoding, droppedRows);

    /// <summary>The samples, in the order of the file.</summary>
    public Dataset Data { get; }

    /// <summary>How cells become numbers: for further files and for prediction.</summary>
    public CsvEncoding Encoding { get; }

    /// <summary>The name of every class, by its number; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames => Encoding.ClassNames;

    /// <summary>How many rows were left out because a value was missing (<see cref="MissingValues.DropRow"/>).</summary>
    public int DroppedRows { get; }

    /// <summary>Reads a file and makes an encoding for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns are what.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="NetsmithFormatException">The file does not hold what was asked for; the message names line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static CsvDataset Load(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using FileStream stream = FormatReader.Open(path);
        return Load(stream, stream.Name, options);
    }

    /// <summary>Reads a stream and makes an encoding for it.</summary>
    /// <param name="stream">The content; left open.</param>
    /// <param name="options">Which columns are what.</param>
    /// <exception cref="NetsmithFormatException">The stream does not hold what was asked for; the message names line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static CsvDataset Load(Stream stream, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Load(stream, FormatReader.NameOf(stream), options);
    }

    /// <summary>
    /// Reads a further file, such as the test set, with an encoding made before: the same categories, classes and replacements. Columns
    /// are found by name where the encoding has names, in any order, and further columns are ignored.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding of the training set.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="NetsmithFormatException">The file does not fit the encoding; the message names line and column.</exception>
    public static CsvDataset Load(string path, CsvEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        using FileStream stream = FormatReader.Open(path);
        using var table = new CsvTable(stream, stream.Name, encoding.Delimiter, encoding.HasHeader);
        CsvColumnBuilder[] features = [.. encoding.Features.Select(feature => new CsvColumnBuilder(Find(feature.Name, feature.Index), feature.IsCategory, feature))];
        CsvLabelBuilder? label = encoding.LabelName is null ? null : new(Find(encoding.LabelName, encoding.LabelIndex), encoding.ClassNames);
        int[] targets = [.. encoding.TargetNames.Select((name, i) => Find(name, encoding.TargetIndices[i]))];
        CsvRows rows = CsvRows.Read(table, encoding.MissingMarkers, encoding.MissingValues, features, label, targets);
        return Create(rows, encoding);

        int Find(string name, int index) => table.Find(table.Header is null || name == CsvEncoding.NamelessColumn(index) ? index : name);
    }

    private static CsvDataset Load(Stream stream, string name, CsvOptions options)
    {
        using var table = new CsvTable(new UnclosedStream(stream), name, options.Delimiter, options.HasHeader);
        int labelIndex = options.Label is { } labelColumn ? table.Find(labelColumn) : -1;
        int[] targets = [.. options.Targets.Select(table.Find)];
        HashSet<int> categories = [.. options.Categories.Select(table.Find)];
        HashSet<int> left = [labelIndex, .. targets, .. options.Ignore.Select(table.Find)];
        int[] chosen = options.Features is null
            ? [.. Enumerable.Range(0, table.ColumnCount).Where(column => !left.Contains(column))]
            : [.. options.Features.Select(table.Find)];
        CheckColumns(table, chosen, targets, left, categories);

        CsvColumnBuilder[] features = [.. chosen.Select(column => new CsvColumnBuilder(column, categories.Contains(column), null))];
        CsvLabelBuilder? label = labelIndex < 0 ? null : new(labelIndex, options.Classes);
        CsvRows rows = CsvRows.Read(table, options.MissingMarkers, options.MissingValues, features, label, targets);
        var encoding = new CsvEncoding(options, [.. features.Select(feature => feature.Fit(table, options))],
            labelIndex < 0 ? null : table.NameOf(labelIndex), labelIndex, rows.ClassNames,
            [.. targets.Select(table.NameOf)], targets);
        return Create(rows, encoding);
    }

    private static void CheckColumns(CsvTable table, int[] features, int[] targets, HashSet<int> left, HashSet<int> categories)
    {
        if (features.Length == 0)
            throw table.LineError(1, $"expected at least one feature column besides label, targets and ignored columns, found none.");
        foreach (int column in features)
        {
            if (left.Contains(column))
                throw new ArgumentException($"Expected a column to have one role, found '{table.NameOf(column)}' as a feature and as label, target or ignored column.", "options");
        }
        foreach (int column in categories)
        {
            if (!features.Contains(column))
                throw new ArgumentException($"Expected the Categories to be feature columns, found '{table.NameOf(column)}', which is none.", "options");
        }
        if (features.Distinct().Count() < features.Length || targets.Distinct().Count() < targets.Length)
            throw new ArgumentException("Expected every column once among Features and Targets, found one twice.", "options");
    }

    private static CsvDataset Create(CsvRows rows, CsvEncoding encoding)
    {
        int size = encoding.FeatureCount;
        if ((long)rows.Count * size > Array.MaxLength)
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Source}: expected at most {Array.MaxLength} values, found {rows.Count} rows of {size} features; use CategoryEncoding.Index or fewer columns."));
        float[] features = new float[rows.Count * size];
        int offset = 0;
        for (int i = 0; i < rows.Features.Length; i++)
        {
            rows.Features[i].Write(encoding.Features[i], features, size, offset);
            offset += encoding.Features[i].Width;
        }
        Dataset data = rows.Targets.Length > 0
            ? Dataset.Regression(features, rows.Targets, encoding.TargetNames.Count, size)
            : Dataset.Classification(features, rows.Labels, size).WithClassCount(encoding.ClassNames.Count);
        return new(data, encoding, rows.Dropped);
    }
}
