using System.Globalization;

namespace Netsmith;

/// <summary>
/// How the cells of a CSV file become numbers: columns, categories, classes and what stands for missing values. Made by
/// <see cref="CsvDataset.Load(string, CsvOptions)"/> from the training set; save it beside the network, so that later rows are encoded
/// the same way.
/// </summary>
public sealed class CsvEncoding
{
    private const int NamesListed = 20;

    internal CsvEncoding(CsvOptions options, CsvFeature[] features, string? labelName, int labelIndex, string[] classNames, string[] targetNames, int[] targetIndices)
        : this(options.Delimiter, options.HasHeader, [.. options.MissingMarkers], options.MissingValues, features, labelName, labelIndex, classNames, targetNames, targetIndices)
    {
    }

    internal CsvEncoding(
        char delimiter, bool hasHeader, string[] missingMarkers, MissingValues missingValues, CsvFeature[] features,
        string? labelName, int labelIndex, string[] classNames, string[] targetNames, int[] targetIndices)
    {
        (Delimiter, HasHeader, MissingMarkers, MissingValues) = (delimiter, hasHeader, missingMarkers, missingValues);
        (Features, LabelName, LabelIndex, ClassNames) = (features, labelName, labelIndex, classNames);
        (TargetNames, TargetIndices) = (targetNames, targetIndices);
        FeatureNames = [.. features.SelectMany(static feature => feature.Names())];
        FeatureCount = FeatureNames.Count;
    }

    /// <summary>The feature columns in the order in which <see cref="Encode(IReadOnlyList{string})"/> takes their cells.</summary>
    public IReadOnlyList<CsvFeature> Features { get; }

    /// <summary>How many numbers a row becomes.</summary>
    public int FeatureCount { get; }

    /// <summary>The name of each of these numbers: "age", "sex=female", "sex=male".</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The name of every class, by its number; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The names of the target columns; empty for classification.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The name of the label column; null for regression.</summary>
    public string? LabelName { get; }

    internal char Delimiter { get; }

    internal bool HasHeader { get; }

    internal IReadOnlyList<string> MissingMarkers { get; }

    internal MissingValues MissingValues { get; }

    internal int LabelIndex { get; }

    internal IReadOnlyList<int> TargetIndices { get; }

    /// <summary>Makes the network's input from the cells of one row.</summary>
    /// <param name="cells">One text for each of <see cref="Features"/>, in that order; label and targets are left out.</param>
    /// <returns><see cref="FeatureCount"/> numbers.</returns>
    /// <exception cref="ArgumentException">The number of cells differs.</exception>
    /// <exception cref="NetsmithFormatException">A cell is no number, an unknown category or missing; the message names the column.</exception>
    public float[] Encode(params IReadOnlyList<string> cells)
    {
        float[] sample = new float[FeatureCount];
        Encode(cells, sample);
        return sample;
    }

    /// <summary>Makes the network's input from one row given by column names; further entries are ignored.</summary>
    /// <param name="row">From column name to cell.</param>
    /// <returns><see cref="FeatureCount"/> numbers.</returns>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    /// <exception cref="NetsmithFormatException">A cell is no number, an unknown category or missing; the message names the column.</exception>
    public float[] Encode(IReadOnlyDictionary<string, string> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        string[] cells = new string[Features.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = row.TryGetValue(Features[i].Name, out string? cell)
                ? cell
                : throw new ArgumentException($"Expected a cell for the column '{Features[i].Name}', found none.", nameof(row));
        }
        return Encode(cells);
    }

    /// <summary>Makes the network's input from the cells of one row.</summary>
    /// <param name="cells">One text for each of <see cref="Features"/>, in that order.</param>
    /// <param name="destination">Exactly <see cref="FeatureCount"/> values.</param>
    /// <exception cref="ArgumentException">The number of cells or values differs.</exception>
    /// <exception cref="NetsmithFormatException">A cell is no number, an unknown category or missing; the message names the column.</exception>
    public void Encode(IReadOnlyList<string> cells, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != Features.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected {Features.Count} cells ({List(Features.Select(static feature => feature.Name))}), found {cells.Count}."), nameof(cells));
        if (destination.Length != FeatureCount)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected {FeatureCount} values, found {destination.Length}."), nameof(destination));
        for (int i = 0; i < cells.Count; i++)
        {
            CsvFeature feature = Features[i];
            Encode(feature, (cells[i] ?? "").Trim(), destination[..feature.Width]);
            destination = destination[feature.Width..];
        }
    }

    /// <summary>Writes the encoding as JSON; whatever happens, the file holds its old content or the whole new one.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.Write(path, stream => CsvEncodingJson.Write(this, stream));

    /// <summary>Reads an encoding that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NetsmithFormatException">The file is malformed.</exception>
    public static CsvEncoding Load(string path)
    {
        using FileStream stream = FormatReader.Open(path);
        return CsvEncodingJson.Read(stream, stream.Name);
    }

    /// <summary>What a column without a name is called.</summary>
    internal static string NamelessColumn(int index) => string.Create(CultureInfo.InvariantCulture, $"column[{index}]");

    /// <summary>The message for a text that is none of the known ones.</summary>
    internal static string UnknownText(string what, IReadOnlyList<string> known, string found) =>
        $"expected a known {what} ({List(known)}), found {FormatReader.Quote(found)}.";

    private void Encode(CsvFeature feature, string cell, Span<float> destination)
    {
        if (MissingMarkers.Contains(cell, StringComparer.Ordinal))
        {
            if (feature.Missing is null)
                throw new NetsmithFormatException($"The column '{feature.Name}': expected a value, found {FormatReader.Quote(cell)}, which means missing; this encoding fills in nothing.");
            feature.WriteMissing(destination);
        }
        else if (!feature.IsCategory)
        {
            if (CsvCell.ReadNumber(cell, out destination[0]) is { } found)
                throw new NetsmithFormatException($"The column '{feature.Name}': expected a number, found {found}.");
        }
        else
        {
            int category = feature.Find(cell);
            if (category < 0)
                throw new NetsmithFormatException($"The column '{feature.Name}': {UnknownText("category", feature.Categories, cell)}");
            feature.WriteCategory(category, destination);
        }
    }

    private static string List(IEnumerable<string> names)
    {
        string[] first = [.. names.Take(NamesListed + 1)];
        return string.Join(", ", first.Take(NamesListed)) + (first.Length > NamesListed ? ", …" : "");
    }
}
