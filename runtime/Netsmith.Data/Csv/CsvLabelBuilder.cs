using System.Globalization;

namespace Netsmith;

/// <summary>Collects the labels while a file is read, and then numbers the classes.</summary>
internal sealed class CsvLabelBuilder
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<int> _labels = [];
    private readonly IReadOnlyList<string>? _known;

    /// <param name="index">The column in the file that is read.</param>
    /// <param name="known">The class names in order, where they are settled.</param>
    public CsvLabelBuilder(int index, IReadOnlyList<string>? known)
    {
        (Index, _known) = (index, known);
        for (int i = 0; i < known?.Count; i++)
            _ids.Add(known[i], i);
    }

    public int Index { get; }

    public void Add(CsvTable table, string cell)
    {
        if (!_ids.TryGetValue(cell, out int id))
        {
            if (_known is not null)
                throw table.CellError(Index, CsvEncoding.UnknownText("class", _known, cell));
            if (_ids.Count == CsvColumnBuilder.MostCategories)
                throw table.CellError(Index, string.Create(CultureInfo.InvariantCulture, $"expected at most {CsvColumnBuilder.MostCategories} classes, found more. For numbers to predict set Targets in place of Label."));
            id = _ids.Count;
            _ids.Add(cell, id);
        }
        _labels.Add(id);
    }

    /// <summary>The class names in order and the label of every row.</summary>
    public (string[] Names, int[] Labels) Finish()
    {
        if (_known is not null)
            return ([.. _known], [.. _labels]);
        string[] names = CsvCell.Sort(_ids.Keys);
        int[] order = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
            order[_ids[names[i]]] = i;
        return (names, [.. _labels.Select(id => order[id])]);
    }
}
