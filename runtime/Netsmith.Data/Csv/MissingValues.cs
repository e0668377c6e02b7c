namespace Netsmith;

/// <summary>What becomes of a row with a missing value: a cell whose text is one of <see cref="CsvOptions.MissingMarkers"/>.</summary>
public enum MissingValues
{
    /// <summary>The file is refused; the error names line and column.</summary>
    Error,

    /// <summary>
    /// A missing number becomes the mean of its column, a missing category the most frequent one (the first in order of several).
    /// Both are measured on the file that the encoding is made from and kept for every later row. A missing label is an error.
    /// </summary>
    Mean,

    /// <summary>
    /// A missing number becomes <see cref="CsvOptions.MissingConstant"/>; a missing category becomes zeros in one-hot form and is an
    /// error as an index. A missing label is an error.
    /// </summary>
    Constant,

    /// <summary>The row is left out; <see cref="CsvDataset.DroppedRows"/> counts them.</summary>
    DropRow,
}
