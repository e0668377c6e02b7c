using System.Buffers.Binary;

namespace Netsmith;

/// <summary>The IHDR chunk of a PNG file.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of one sample: 1, 2, 4, 8, 16.</param>
/// <param name="Color">What the samples of a pixel are.</param>
/// <param name="Interlaced">Whether the pixels come in the seven passes of Adam7.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColor Color, bool Interlaced)
{
    private const int Length = 13;

    /// <summary>4096 × 4096: more than any network here takes, and 64 MB of decoded samples.</summary>
    private const long MostPixels = 1 << 24;

    /// <summary>Samples in the file for one pixel.</summary>
    public int SamplesPerPixel => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GrayAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes of a row of a number of pixels, without the filter byte.</summary>
    public int RowBytes(int pixels) => (int)(((long)pixels * SamplesPerPixel * Depth + 7) / 8);

    /// <summary>Bytes from a sample to the same one of the pixel before, at least 1: what filters look back by.</summary>
    public int PixelBytes => Math.Max(1, SamplesPerPixel * Depth / 8);

    public static PngHeader Read(ReadOnlySpan<byte> data, PngChunks file)
    {
        if (data.Length != Length)
            throw file.Error($"expected an IHDR chunk of {Length} bytes, found {data.Length}; the file is damaged.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > MostPixels)
            throw file.Error($"expected an image of 1 to {MostPixels} pixels, found {width}x{height}.");
        (byte depth, byte color) = (data[8], data[9]);
        bool allowed = (PngColor)color switch
        {
            PngColor.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GrayAlpha or PngColor.RgbAlpha => depth is 8 or 16,
            _ => throw file.Error($"expected colour type 0 (gray), 2 (RGB), 3 (palette), 4 (gray with alpha) or 6 (RGB with alpha), found {color}."),
        };
        if (!allowed)
            throw file.Error($"expected a bit depth that colour type {color} has, found {depth}.");
        if (data[10] != 0)
            throw file.Error($"expected compression method 0, found {data[10]}.");
        if (data[11] != 0)
            throw file.Error($"expected filter method 0, found {data[11]}.");
        if (data[12] > 1)
            throw file.Error($"expected interlace method 0 or 1, found {data[12]}.");
        return new((int)width, (int)height, depth, (PngColor)color, data[12] == 1);
    }
}

/// <summary>The colour types of PNG, with their numbers.</summary>
internal enum PngColor : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}
