namespace Netsmith;

/// <summary>The cells of a file, column by column, before they become a dataset.</summary>
internal sealed class CsvRows
{
    private CsvRows(string source, CsvColumnBuilder[] features) => (Source, Features) = (source, features);

    /// <summary>The file's name for messages.</summary>
    public string Source { get; }

    public CsvColumnBuilder[] Features { get; }

    public int Count { get; private set; }

    public int Dropped { get; private set; }

    public string[] ClassNames { get; private set; } = [];

    public int[] Labels { get; private set; } = [];

    /// <summary>[Count, targets] row-major.</summary>
    public float[] Targets { get; private set; } = [];

    /// <summary>Reads all rows.</summary>
    /// <param name="table">The file, at its first row.</param>
    /// <param name="markers">The texts that mean "missing".</param>
    /// <param name="policy">What becomes of a missing value.</param>
    /// <param name="features">The feature columns; filled.</param>
    /// <param name="label">The label column, or null.</param>
    /// <param name="targets">The target columns.</param>
    public static CsvRows Read(
        CsvTable table, IReadOnlyList<string> markers, MissingValues policy, CsvColumnBuilder[] features, CsvLabelBuilder? label, int[] targets)
    {
        var missing = new HashSet<string>(markers, StringComparer.Ordinal);
        var targetValues = new List<float>();
        var rows = new CsvRows(table.Name, features);
        while (table.Read() is { } row)
        {
            int added = AddFeatures(table, row, features, missing, policy);
            if (added < features.Length || !HasAnswer(table, row, label, targets, missing, policy))
            {
                for (int i = 0; i < added; i++)
                    features[i].RemoveLast();
                rows.Dropped++;
                continue;
            }
            label?.Add(table, row[label.Index]);
            foreach (int target in targets)
                targetValues.Add(CsvColumnBuilder.Number(table, target, row[target]));
            rows.Count++;
        }
        if (rows.Count == 0)
            throw new NetsmithFormatException($"{table.Name}: expected at least one row, found {(rows.Dropped > 0 ? "a missing value in every row" : "none")}.");
        if (label is not null)
            (rows.ClassNames, rows.Labels) = label.Finish();
        rows.Targets = [.. targetValues];
        return rows;
    }

    /// <summary>Returns how many columns were added: fewer than all where the row is to be dropped.</summary>
    private static int AddFeatures(CsvTable table, string[] row, CsvColumnBuilder[] features, HashSet<string> missing, MissingValues policy)
    {
        for (int i = 0; i < features.Length; i++)
        {
            string cell = row[features[i].Index];
            bool isMissing = missing.Contains(cell);
            if (isMissing && policy == MissingValues.DropRow)
                return i;
            if (isMissing && policy == MissingValues.Error)
                throw MissingError(table, features[i].Index, cell, "Set MissingValues, or fill it.");
            features[i].Add(table, cell, isMissing);
        }
        return features.Length;
    }

    private static bool HasAnswer(CsvTable table, string[] row, CsvLabelBuilder? label, int[] targets, HashSet<string> missing, MissingValues policy)
    {
        foreach (int column in label is null ? targets : [label.Index])
        {
            if (!missing.Contains(row[column]))
                continue;
            if (policy != MissingValues.DropRow)
                throw MissingError(table, column, row[column], "What is to be learned cannot be filled in: remove the row, or set MissingValues.DropRow.");
            return false;
        }
        return true;
    }

    private static NetsmithFormatException MissingError(CsvTable table, int column, string cell, string advice) =>
        table.CellError(column, $"expected a value, found {(cell.Length == 0 ? "an empty cell" : FormatReader.Quote(cell) + ", which means missing")}. {advice}");
}
