using System.Globalization;

namespace Netsmith;

/// <summary>
/// A PNG image in the form of a sample: bytes, channels first. All of PNG is read: gray, RGB and palette, 1 to 16 bits (scaled to 8),
/// alpha, interlaced. Reading is strict: checksums, order of chunks and the amount of data are verified. Gamma and colour profiles are
/// not applied.
/// </summary>
public sealed class PngImage
{
    /// <summary>No image of 16 million pixels needs more.</summary>
    private const int LargestFile = 256 << 20;

    private readonly byte[] _pixels;

    private PngImage(int channels, int height, int width, byte[] pixels) =>
        (Channels, Height, Width, _pixels) = (channels, height, width, pixels);

    /// <summary>1 for gray, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>The pixels, [Channels, Height, Width] row-major, 0 to 255.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Channels and transparency; left out, gray and opaque.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="NetsmithFormatException">The file is malformed, has more than 16,777,216 pixels, or is not opaque as asked.</exception>
    public static PngImage Load(string path, ImageOptions? options = null)
    {
        using FileStream stream = FormatReader.Open(path);
        return Load(stream, options);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The file's content; left open.</param>
    /// <param name="options">Channels and transparency; left out, gray and opaque.</param>
    /// <exception cref="NetsmithFormatException">The content is malformed, has more than 16,777,216 pixels, or is not opaque as asked.</exception>
    public static PngImage Load(Stream stream, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new ImageOptions();
        options.Validate();
        string name = FormatReader.NameOf(stream);
        PngPixels decoded = PngDecoder.Decode(ReadAll(stream, name), name);
        return Convert(decoded, options, name);
    }

    /// <summary>The pixels as a network takes them, 0 to 1: byte / 255.</summary>
    /// <returns>[Channels, Height, Width] row-major.</returns>
    public float[] ToSample()
    {
        float[] sample = new float[_pixels.Length];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = _pixels[i] * (1f / 255f); // the same product as Dataset's, so the same bits
        return sample;
    }

    private static byte[] ReadAll(Stream stream, string name)
    {
        if (stream.CanSeek && stream.Length - stream.Position > LargestFile)
            throw TooLarge(name);
        using var content = new MemoryStream(stream.CanSeek ? (int)(stream.Length - stream.Position) : 0);
        byte[] block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (content.Length + read > LargestFile)
                throw TooLarge(name);
            content.Write(block, 0, read);
        }
        return content.ToArray();
    }

    private static NetsmithFormatException TooLarge(string name) => new(string.Create(CultureInfo.InvariantCulture,
        $"{name}: expected a PNG file of at most {LargestFile} bytes, found a larger one."));

    private static PngImage Convert(PngPixels source, ImageOptions options, string name)
    {
        int colors = source.Channels < 3 ? 1 : 3;
        bool hasAlpha = source.Channels is 2 or 4;
        int channels = options.Color switch
        {
            ImageColor.Gray => 1,
            ImageColor.Rgb => 3,
            _ => colors,
        };
        int count = source.Width * source.Height;
        byte[] pixels = new byte[channels * count];
        for (int i = 0; i < count; i++)
        {
            Span<byte> pixel = source.Samples.AsSpan(i * source.Channels, source.Channels);
            if (hasAlpha && pixel[^1] != byte.MaxValue)
                Blend(pixel, options.Alpha, i % source.Width, i / source.Width, name);
            if (channels == 1)
            {
                pixels[i] = colors == 1 ? pixel[0] : Luma(pixel);
                continue;
            }
            for (int channel = 0; channel < channels; channel++)
                pixels[channel * count + i] = pixel[colors == 1 ? 0 : channel];
        }
        return new(channels, source.Height, source.Width, pixels);
    }

    private static void Blend(Span<byte> pixel, AlphaPolicy policy, int x, int y, string name)
    {
        int alpha = pixel[^1];
        if (policy == AlphaPolicy.RequireOpaque)
        {
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{name}: expected opaque pixels, found alpha {alpha} at x = {x}, y = {y}. Choose an AlphaPolicy: OverBlack, OverWhite or Ignore."));
        }
        if (policy == AlphaPolicy.Ignore)
            return;
        int background = policy == AlphaPolicy.OverWhite ? 255 : 0;
        foreach (ref byte value in pixel[..^1])
            value = (byte)((value * alpha + background * (255 - alpha) + 127) / 255);
    }

    private static byte Luma(ReadOnlySpan<byte> rgb) => (byte)((rgb[0] * 19_595 + rgb[1] * 38_470 + rgb[2] * 7_471 + 32_768) >> 16);
}
