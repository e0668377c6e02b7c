using System.Globalization;

namespace Netsmith;

/// <summary>How one feature column of a CSV file becomes numbers.</summary>
public sealed class CsvFeature
{
    private readonly Dictionary<string, int> _categoryIndex = new(StringComparer.Ordinal);

    internal CsvFeature(string name, int index, IReadOnlyList<string> categories, CategoryEncoding encoding, float[]? missing)
    {
        (Name, Index, Categories, Encoding, Missing) = (name, index, categories, encoding, missing);
        for (int i = 0; i < categories.Count; i++)
            _categoryIndex.Add(categories[i], i);
        Width = IsCategory && encoding == CategoryEncoding.OneHot ? categories.Count : 1;
    }

    /// <summary>The column's name in the header; "column[3]" for index 3 where there is none.</summary>
    public string Name { get; }

    /// <summary>The column's index, from 0, in the file that the encoding was made from.</summary>
    public int Index { get; }

    /// <summary>The categories in order; empty for a column of numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>How categories become numbers; without meaning for a column of numbers.</summary>
    public CategoryEncoding Encoding { get; }

    /// <summary>True for a column of categories.</summary>
    public bool IsCategory => Categories.Count > 0;

    /// <summary>How many numbers one cell becomes.</summary>
    public int Width { get; }

    /// <summary>The <see cref="Width"/> numbers that stand for a missing value; null where a missing value is an error.</summary>
    internal float[]? Missing { get; }

    /// <summary>"age", or for one-hot categories "sex=female", "sex=male".</summary>
    internal IEnumerable<string> Names() => Width == 1 && !(IsCategory && Encoding == CategoryEncoding.OneHot)
        ? [Name]
        : Categories.Select(category => $"{Name}={category}");

    /// <summary>The index of a category, or -1.</summary>
    internal int Find(string category) => _categoryIndex.GetValueOrDefault(category, -1);

    /// <summary>Writes a category's numbers.</summary>
    internal void WriteCategory(int category, Span<float> destination)
    {
        if (Encoding == CategoryEncoding.Index)
        {
            destination[0] = category;
            return;
        }
        destination.Clear();
        destination[category] = 1;
    }

    /// <summary>Writes what stands for a missing value.</summary>
    internal void WriteMissing(Span<float> destination) => Missing.CopyTo(destination);

    /// <summary>"age: number", "sex: 2 categories, one-hot".</summary>
    public override string ToString() => IsCategory
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}: {Categories.Count} categories, {(Encoding == CategoryEncoding.OneHot ? "one-hot" : "index")}")
        : $"{Name}: number";
}
