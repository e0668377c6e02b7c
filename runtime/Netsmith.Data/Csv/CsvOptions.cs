namespace Netsmith;

/// <summary>
/// How a CSV file becomes a dataset. Either <see cref="Label"/> (classification) or <see cref="Targets"/> (regression) must be set.
/// </summary>
public sealed class CsvOptions
{
    /// <summary>The column with the class of each row; its texts become classes.</summary>
    public CsvColumn? Label { get; init; }

    /// <summary>The columns with numbers to predict.</summary>
    public IReadOnlyList<CsvColumn> Targets { get; init; } = [];

    /// <summary>The feature columns in the order wanted; left out, all columns but the label, the targets and <see cref="Ignore"/>, in the file's order.</summary>
    public IReadOnlyList<CsvColumn>? Features { get; init; }

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyList<CsvColumn> Ignore { get; init; } = [];

    /// <summary>
    /// Feature columns that hold categories: texts, or numbers that are mere names. All others must hold numbers; a text there is an
    /// error, never a guess.
    /// </summary>
    public IReadOnlyList<CsvColumn> Categories { get; init; } = [];

    /// <summary>How the <see cref="Categories"/> become numbers.</summary>
    public CategoryEncoding CategoryEncoding { get; init; } = CategoryEncoding.OneHot;

    /// <summary>
    /// The class names in the order of their numbers; a label outside is an error. Left out, the texts found: in numeric order where
    /// all are integers, otherwise in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Whether the first line holds the column names.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What separates two fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>What becomes of a missing value.</summary>
    public MissingValues MissingValues { get; init; } = MissingValues.Error;

    /// <summary>What a missing number becomes with <see cref="MissingValues.Constant"/>.</summary>
    public float MissingConstant { get; init; }

    /// <summary>The texts that mean "missing", after spaces around them are removed; by default the empty cell only. Others are "?", "NA", "NaN".</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = [""];

    /// <summary>Throws where the options contradict each other.</summary>
    internal void Validate()
    {
        if (Label is null == (Targets.Count == 0))
            throw new ArgumentException("Expected either a Label column (classification) or Targets columns (regression), found " + (Label is null ? "neither." : "both."), "options");
        if (Classes is not null && Label is null)
            throw new ArgumentException("Expected Classes only together with a Label column, found Targets.", "options");
        if (Classes is { Count: 0 } || Classes?.Distinct(StringComparer.Ordinal).Count() < Classes?.Count)
            throw new ArgumentException("Expected Classes without repetition and at least one, found " + (Classes.Count == 0 ? "none." : "a repeated name."), "options");
        if (Delimiter is '"' or '\r' or '\n' or '\0' or '.' or '-' or '+' || char.IsLetterOrDigit(Delimiter))
            throw new ArgumentException($"Expected a delimiter that cannot be part of a number, a line end or a quote, found {FormatReader.Quote(Delimiter.ToString())}.", "options");
        if (!Enum.IsDefined(MissingValues) || !Enum.IsDefined(CategoryEncoding))
            throw new ArgumentException("Expected defined values of MissingValues and CategoryEncoding, found another number.", "options");
        if (!float.IsFinite(MissingConstant))
            throw new ArgumentException("Expected a finite MissingConstant, found NaN or an infinity.", "options");
        if (MissingValues == MissingValues.Constant && CategoryEncoding == CategoryEncoding.Index && Categories.Count > 0)
            throw new ArgumentException("Expected MissingValues Error, Mean or DropRow with categories as indices, found Constant: no index stands for a missing category.", "options");
    }
}
