namespace Netsmith;

/// <summary>Which channels an image becomes.</summary>
public enum ImageColor
{
    /// <summary>One channel. Colours become (19595·R + 38470·G + 7471·B + 32768) / 65536, the luma of ITU-R 601 as Pillow computes it.</summary>
    Gray,

    /// <summary>Three channels, red, green, blue; a gray image has three equal ones.</summary>
    Rgb,

    /// <summary>One channel from gray files, three from colour and palette files; a set must not mix the two.</summary>
    AsStored,
}

/// <summary>What becomes of transparency: an alpha channel, a palette with alpha, or a colour declared transparent.</summary>
public enum AlphaPolicy
{
    /// <summary>Every pixel must be opaque; alpha is then left out. An image with a transparent pixel is an error.</summary>
    RequireOpaque,

    /// <summary>Alpha is left out, whatever it says; transparent pixels show the colour they happen to hold.</summary>
    Ignore,

    /// <summary>The image is laid over black.</summary>
    OverBlack,

    /// <summary>The image is laid over white.</summary>
    OverWhite,
}

/// <summary>How image files become samples.</summary>
public sealed class ImageOptions
{
    /// <summary>Which channels a sample has.</summary>
    public ImageColor Color { get; init; } = ImageColor.Gray;

    /// <summary>What becomes of transparency.</summary>
    public AlphaPolicy Alpha { get; init; } = AlphaPolicy.RequireOpaque;

    /// <summary>
    /// For <see cref="ImageFolder"/>: the class names (folder names) in the order of their numbers; a folder outside is an error, a
    /// class without a folder is not. Give the training set's for a validation set. Left out, the folders found: in numeric order
    /// where all are integers, otherwise in ordinal order.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    internal void Validate()
    {
        if (!Enum.IsDefined(Color) || !Enum.IsDefined(Alpha))
            throw new ArgumentException("Expected defined values of Color and Alpha, found another number.", "options");
        if (Classes is { Count: 0 } || Classes?.Distinct(StringComparer.Ordinal).Count() < Classes?.Count)
            throw new ArgumentException("Expected Classes without repetition and at least one, found " + (Classes.Count == 0 ? "none." : "a repeated name."), "options");
    }
}
