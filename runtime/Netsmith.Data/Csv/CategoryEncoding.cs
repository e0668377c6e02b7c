namespace Netsmith;

/// <summary>How a text category becomes numbers.</summary>
public enum CategoryEncoding
{
    /// <summary>One feature for each category: 1 for the row's, 0 for the others.</summary>
    OneHot,

    /// <summary>One feature: the category's index in the order of <see cref="CsvFeature.Categories"/>.</summary>
    Index,
}
