using System.Buffers.Binary;

namespace Netsmith;

/// <summary>
/// Decodes every kind of PNG (gray, RGB, palette, alpha, 1 to 16 bits, interlaced) to 8 bits a sample. Gamma and colour profiles are
/// not applied: a network gets the stored numbers.
/// </summary>
internal sealed class PngDecoder
{
    private readonly PngChunks _file;
    private readonly PngHeader _header;
    private readonly byte[] _samples;

    /// <summary>The colour that tRNS makes transparent, at the file's depth; null for none.</summary>
    private readonly int[]? _transparent;

    private PngDecoder(PngChunks file)
    {
        _file = file;
        _header = file.Header;
        bool keyed = !file.Transparency.IsEmpty;
        Channels = _header.Color switch
        {
            PngColor.Gray => 1,
            PngColor.GrayAlpha => 2,
            PngColor.RgbAlpha => 4,
            _ => 3,
        } + (keyed ? 1 : 0);
        if (keyed && _header.Color != PngColor.Palette)
        {
            _transparent = new int[_header.SamplesPerPixel];
            for (int i = 0; i < _transparent.Length; i++)
                _transparent[i] = BinaryPrimitives.ReadUInt16BigEndian(file.Transparency.Span[(2 * i)..]);
        }
        using var rows = new PngRows(file, TotalBytes());
        // After the check that the compressed data can hold so many pixels.
        _samples = new byte[_header.Width * _header.Height * Channels];
        if (_header.Interlaced)
        {
            for (int pass = 0; pass < Adam7.Length; pass++)
                DecodePass(rows, Adam7[pass]);
        }
        else
        {
            DecodePass(rows, new(0, 0, 1, 1));
        }
        rows.ExpectEnd();
    }

    /// <summary>1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.</summary>
    private int Channels { get; }

    /// <summary>Where the pixels of a pass lie: the first one and the steps.</summary>
    private readonly record struct Pass(int X, int Y, int StepX, int StepY)
    {
        public int Width(int whole) => (whole - X + StepX - 1) / StepX;

        public int Height(int whole) => (whole - Y + StepY - 1) / StepY;
    }

    /// <summary>§8.1: the seven passes.</summary>
    private static readonly Pass[] Adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>Decodes a file.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="name">Its name for messages.</param>
    /// <returns>Samples pixel by pixel, row by row.</returns>
    public static PngPixels Decode(byte[] file, string name)
    {
        var chunks = new PngChunks(file, name);
        var decoder = new PngDecoder(chunks);
        return new(chunks.Header.Width, chunks.Header.Height, decoder.Channels, decoder._samples);
    }

    private long TotalBytes()
    {
        long total = 0;
        foreach (Pass pass in _header.Interlaced ? Adam7 : [new(0, 0, 1, 1)])
        {
            int width = pass.Width(_header.Width), height = pass.Height(_header.Height);
            if (width > 0 && height > 0)
                total += height * (1L + _header.RowBytes(width));
        }
        return total;
    }

    private void DecodePass(PngRows rows, Pass pass)
    {
        int width = pass.Width(_header.Width), height = pass.Height(_header.Height);
        if (width <= 0 || height <= 0)
            return; // a pass without pixels has no rows either
        int rowBytes = _header.RowBytes(width);
        rows.Restart();
        for (int y = 0; y < height; y++)
        {
            int targetRow = pass.Y + y * pass.StepY;
            ReadOnlySpan<byte> row = rows.Read(rowBytes, targetRow);
            for (int x = 0; x < width; x++)
            {
                int target = (targetRow * _header.Width + pass.X + x * pass.StepX) * Channels;
                WritePixel(row, x, targetRow, _samples.AsSpan(target, Channels));
            }
        }
    }

    private void WritePixel(ReadOnlySpan<byte> row, int x, int y, Span<byte> pixel)
    {
        if (_header.Color == PngColor.Palette)
        {
            WritePaletteEntry(Sample(row, x), y, pixel);
            return;
        }
        int count = _header.SamplesPerPixel;
        bool isTransparent = _transparent is not null;
        for (int i = 0; i < count; i++)
        {
            int sample = Sample(row, x * count + i);
            isTransparent = isTransparent && sample == _transparent![i];
            pixel[i] = ToByte(sample);
        }
        if (_transparent is not null)
            pixel[count] = isTransparent ? (byte)0 : byte.MaxValue;
    }

    private void WritePaletteEntry(int index, int y, Span<byte> pixel)
    {
        ReadOnlySpan<byte> palette = _file.Palette.Span, alpha = _file.Transparency.Span;
        if (index * 3 >= palette.Length)
            throw _file.Error($"expected palette entries from 0 to {palette.Length / 3 - 1}, found {index} in row {y}; the file is damaged.");
        palette.Slice(index * 3, 3).CopyTo(pixel);
        if (!alpha.IsEmpty)
            pixel[3] = index < alpha.Length ? alpha[index] : byte.MaxValue;
    }

    /// <summary>A sample at the file's depth; the leftmost pixel is in the high bits.</summary>
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        switch (_header.Depth)
        {
            case 8:
                return row[index];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
            default:
                int bit = index * _header.Depth;
                return (row[bit / 8] >> (8 - _header.Depth - bit % 8)) & ((1 << _header.Depth) - 1);
        }
    }

    /// <summary>value · 255 / largest, rounded to the nearest (§13.12).</summary>
    private byte ToByte(int sample) => _header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)((sample * 255 + 32_895) >> 16),
        _ => (byte)(sample * (255 / ((1 << _header.Depth) - 1))),
    };
}

/// <summary>A decoded image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha.</param>
/// <param name="Samples">[Height, Width, Channels] row-major.</param>
internal readonly record struct PngPixels(int Width, int Height, int Channels, byte[] Samples);
