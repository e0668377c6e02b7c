using System.Buffers.Binary;
using System.Text;

namespace Netsmith;

/// <summary>
/// Writes small images as PNG (ISO/IEC 15948), not compressed: compressors differ between versions of the runtime, and the same
/// report shall be the same bytes.
/// </summary>
internal static class Png
{
    private const int LargestBlock = 65535;
    private static readonly uint[] CrcTable = CreateCrcTable();

    /// <summary>What a byte of the image means; the values are PNG's.</summary>
    private enum Color
    {
        Gray = 0,
        Rgb = 2,
        Palette = 3,
    }

    /// <summary>An image of one byte a pixel, from black to white.</summary>
    public static byte[] Gray(int width, int height, ReadOnlySpan<byte> pixels) => Encode(width, height, pixels, Color.Gray, [], []);

    /// <summary>An image of three bytes a pixel.</summary>
    public static byte[] Rgb(int width, int height, ReadOnlySpan<byte> pixels) => Encode(width, height, pixels, Color.Rgb, [], []);

    /// <summary>An image of one byte a pixel that stands for a colour.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Indices into the palette.</param>
    /// <param name="palette">Red, green and blue of each colour.</param>
    /// <param name="alphas">The opacity of each colour.</param>
    /// <returns>The file.</returns>
    public static byte[] Indexed(int width, int height, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alphas) =>
        Encode(width, height, pixels, Color.Palette, palette, alphas);

    /// <summary>A file as an address that needs no fetching.</summary>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static byte[] Encode(int width, int height, ReadOnlySpan<byte> pixels, Color color, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> alphas)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits
        header[9] = (byte)color;
        header[10..].Clear(); // deflate, adaptive filters, not interlaced
        WriteChunk(file, "IHDR", header);
        if (!palette.IsEmpty)
        {
            WriteChunk(file, "PLTE", palette);
            WriteChunk(file, "tRNS", alphas);
        }
        int rowSize = width * (color == Color.Rgb ? 3 : 1);
        byte[] rows = new byte[height * (rowSize + 1)];
        for (int y = 0; y < height; y++)
            pixels.Slice(y * rowSize, rowSize).CopyTo(rows.AsSpan(y * (rowSize + 1) + 1)); // after the filter byte: 0, none
        WriteChunk(file, "IDAT", Store(rows));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).</summary>
    private static byte[] Store(ReadOnlySpan<byte> data)
    {
        using var stream = new MemoryStream();
        stream.Write([0x78, 0x01]);
        Span<byte> number = stackalloc byte[4];
        for (int start = 0; start < data.Length; start += LargestBlock)
        {
            int length = Math.Min(LargestBlock, data.Length - start);
            stream.WriteByte(start + length == data.Length ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(number[2..], (ushort)~length);
            stream.Write(number);
            stream.Write(data.Slice(start, length));
        }
        BinaryPrimitives.WriteUInt32BigEndian(number, Adler32(data));
        stream.Write(number);
        return stream.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), data));
        file.Write(number);
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint Modulus = 65521;
        uint a = 1, b = 0;
        foreach (byte value in data)
        {
            a = (a + value) % Modulus;
            b = (b + a) % Modulus;
        }
        return b << 16 | a;
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            crc = CrcTable[(byte)(crc ^ value)] ^ crc >> 8;
        return crc;
    }

    private static uint[] CreateCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ c >> 1 : c >> 1;
            table[i] = c;
        }
        return table;
    }
}
