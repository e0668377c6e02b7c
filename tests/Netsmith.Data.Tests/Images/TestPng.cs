using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Netsmith.Data.Tests.Images;

/// <summary>Writes PNG files of every kind, straight from the specification's text and independent of the reader.</summary>
internal static class TestPng
{
    private static readonly int[][] Adam7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

    public static int SamplesPerPixel(int color) => color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>A whole file.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="color">PNG's colour type.</param>
    /// <param name="samples">[height, width, samples per pixel] at that depth.</param>
    /// <param name="interlaced">In Adam7's passes.</param>
    /// <param name="filter">0 to 4 for all rows; -1 for a different one in each.</param>
    /// <param name="between">Chunks between IHDR and IDAT.</param>
    public static byte[] Encode(
        int width, int height, int depth, int color, int[] samples, bool interlaced = false, int filter = -1, params (string Type, byte[] Data)[] between)
    {
        using var raw = new MemoryStream();
        int perPixel = SamplesPerPixel(color), row = 0;
        foreach (int[] pass in interlaced ? Adam7 : [[0, 0, 1, 1]])
        {
            int passWidth = (width - pass[0] + pass[2] - 1) / pass[2], passHeight = (height - pass[1] + pass[3] - 1) / pass[3];
            if (passWidth <= 0 || passHeight <= 0)
                continue;
            byte[] above = new byte[(passWidth * perPixel * depth + 7) / 8];
            for (int y = 0; y < passHeight; y++)
            {
                byte[] packed = new byte[above.Length];
                for (int x = 0; x < passWidth; x++)
                {
                    for (int s = 0; s < perPixel; s++)
                    {
                        int value = samples[((pass[1] + y * pass[3]) * width + pass[0] + x * pass[2]) * perPixel + s];
                        for (int bit = 0; bit < depth; bit++)
                        {
                            int at = (x * perPixel + s) * depth + bit;
                            packed[at / 8] |= (byte)(((value >> (depth - 1 - bit)) & 1) << (7 - at % 8));
                        }
                    }
                }
                WriteFiltered(raw, packed, above, Math.Max(1, perPixel * depth / 8), filter < 0 ? row++ % 5 : filter);
                above = packed;
            }
        }
        return Assemble(Header(width, height, depth, color, interlaced), [.. between, ("IDAT", Zlib(raw.ToArray())), ("IEND", [])]);
    }

    public static byte[] Header(int width, int height, int depth, int color, bool interlaced)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)color, (byte)(interlaced ? 1 : 0));
        return header;
    }

    public static byte[] Assemble(byte[] header, params (string Type, byte[] Data)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach ((string type, byte[] data) in (IEnumerable<(string, byte[])>)[("IHDR", header), .. chunks])
        {
            byte[] content = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.Write(BigEndian((uint)data.Length));
            file.Write(content);
            file.Write(BigEndian(Crc(content)));
        }
        return file.ToArray();
    }

    public static byte[] Zlib(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(raw);
        return packed.ToArray();
    }

    private static void WriteFiltered(MemoryStream raw, byte[] row, byte[] above, int back, int filter)
    {
        raw.WriteByte((byte)filter);
        for (int i = 0; i < row.Length; i++)
        {
            int a = i < back ? 0 : row[i - back], b = above[i], c = i < back ? 0 : above[i - back];
            int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
            int prediction = filter switch
            {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c,
            };
            raw.WriteByte((byte)(row[i] - prediction));
        }
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
