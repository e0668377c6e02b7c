namespace Netsmith;

/// <summary>How a sample's values form an image: channels first, rows from the top.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Values in a row.</param>
internal sealed record ImageLayout(int Channels, int Height, int Width)
{
    /// <summary>Fewer values in a row or column are numbers rather than a picture.</summary>
    private const int LeastSide = 5;

    /// <summary>
    /// The image that values of this shape form: [height, width], [1, height, width], [3, height, width], or as many values in a row as
    /// a square has. Null where they form none.
    /// </summary>
    public static ImageLayout? Of(ReadOnlySpan<int> shape) => shape switch
    {
        [int height, int width] => Create(1, height, width),
        [(1 or 3) and int channels, int height, int width] => Create(channels, height, width),
        [int size] when (int)Math.Sqrt(size) is int side && side * side == size => Create(1, side, side),
        _ => null,
    };

    private static ImageLayout? Create(int channels, int height, int width) =>
        height >= LeastSide && width >= LeastSide ? new ImageLayout(channels, height, width) : null;

    /// <summary>Draws a sample. Values from 0 to 1 are shown as they are, others are stretched to the full range.</summary>
    public byte[] DrawSample(ReadOnlySpan<float> values)
    {
        (float least, float most) = Range(values);
        if (least >= 0 && most <= 1)
            (least, most) = (0, 1);
        float scale = most > least ? 255 / (most - least) : 0;
        return Encode(values, value => (byte)Math.Clamp(MathF.Round((value - least) * scale), 0, 255));
    }

    /// <summary>Draws weights: transparent at 0, blue below and orange above; in colour images grey is 0.</summary>
    public byte[] DrawWeights(ReadOnlySpan<float> values)
    {
        (float least, float most) = Range(values);
        float largest = Math.Max(Math.Abs(least), Math.Abs(most));
        // 0 to 254, so that there is a middle: 127.
        float scale = largest > 0 ? 127 / largest : 0;
        if (Channels == 3)
            return Encode(values, value => (byte)Math.Clamp(MathF.Round(127 + value * scale), 0, 254));
        byte[] pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = float.IsFinite(values[i]) ? (byte)Math.Clamp(MathF.Round(127 + values[i] * scale), 0, 254) : (byte)127;
        return Png.Indexed(Width, Height, pixels, SignedPalette.Colors, SignedPalette.Alphas);
    }

    /// <summary>The least and the largest finite value; 0 where there is none.</summary>
    public static (float Least, float Most) Range(ReadOnlySpan<float> values)
    {
        float least = float.PositiveInfinity, most = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }
        return least <= most ? (least, most) : (0, 0);
    }

    private byte[] Encode(ReadOnlySpan<float> values, Func<float, byte> toByte)
    {
        byte[] pixels = new byte[values.Length];
        int plane = Height * Width;
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int i = 0; i < plane; i++)
            {
                float value = values[channel * plane + i];
                pixels[i * Channels + channel] = float.IsFinite(value) ? toByte(value) : (byte)0;
            }
        }
        return Channels == 3 ? Png.Rgb(Width, Height, pixels) : Png.Gray(Width, Height, pixels);
    }

    /// <summary>Colours for values below and above 0 whose opacity is the magnitude, so that 0 is the page's background, light or dark.</summary>
    private static class SignedPalette
    {
        public static byte[] Colors { get; } = [.. Enumerable.Range(0, 255).SelectMany(i => i < 127 ? (byte[])[0x38, 0x88, 0xF0] : [0xF0, 0x7A, 0x1C])];

        public static byte[] Alphas { get; } = [.. Enumerable.Range(0, 255).Select(i => (byte)Math.Round(Math.Abs(i - 127) * 255 / 127.0))];
    }
}
