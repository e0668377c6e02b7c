using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>
/// The chunks of a PNG file (PNG specification, third edition, §5): signature, order, lengths and checksums are all verified, also of
/// the chunks that are then left aside, and nothing may follow IEND.
/// </summary>
internal sealed class PngChunks
{
    private const int Overhead = 12; // length, type, checksum
    private static readonly uint[] CrcTable = CreateCrcTable();
    private readonly string _name;

    /// <param name="file">The whole file.</param>
    /// <param name="name">The file's name for messages.</param>
    public PngChunks(byte[] file, string name)
    {
        _name = name;
        CheckSignature(file);
        int position = Signature.Length;
        bool dataEnded = false, ended = false, first = true;
        List<ArraySegment<byte>> data = [];
        while (!ended)
        {
            (string type, ArraySegment<byte> content) = Next(file, ref position);
            if (first != (type == "IHDR"))
                throw Error($"expected {(first ? "IHDR as the first chunk" : "one IHDR chunk")}, found {(first ? type : "a second one")}; the file is damaged.");
            first = false;
            switch (type)
            {
                case "IHDR":
                    Header = PngHeader.Read(content, this);
                    break;
                case "PLTE":
                    Palette = CheckPalette(content, data.Count > 0);
                    break;
                case "tRNS":
                    Transparency = CheckTransparency(content, data.Count > 0);
                    break;
                case "IDAT":
                    if (dataEnded)
                        throw Error($"expected the IDAT chunks one after the other, found another chunk between them.");
                    data.Add(content);
                    break;
                case "IEND":
                    ended = true;
                    break;
                default:
                    if (char.IsAsciiLetterUpper(type[0]))
                        throw Error($"expected the critical chunks IHDR, PLTE, IDAT and IEND, found {type}, without which the image cannot be understood.");
                    break;
            }
            dataEnded |= data.Count > 0 && type != "IDAT";
        }
        if (position != file.Length)
            throw Error($"expected the file to end after the IEND chunk, found {file.Length - position} more bytes.");
        if (data.Count == 0)
            throw Error($"expected pixels in an IDAT chunk, found none.");
        if (Header.Color == PngColor.Palette && Palette.IsEmpty)
            throw Error($"expected a PLTE chunk in a palette image, found none.");
        Compressed = data.Count == 1 ? data[0] : data.SelectMany(static part => part).ToArray();
    }

    public PngHeader Header { get; }

    /// <summary>Red, green, blue of each entry.</summary>
    public ReadOnlyMemory<byte> Palette { get; }

    /// <summary>The tRNS chunk: alpha of the palette's entries, or the transparent colour in two bytes a sample.</summary>
    public ReadOnlyMemory<byte> Transparency { get; }

    /// <summary>The zlib stream of all IDAT chunks.</summary>
    public ArraySegment<byte> Compressed { get; }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The exception for this file.</summary>
    public NetsmithFormatException Error(FormattableString message, Exception? inner = null) =>
        new($"{_name}: {message.ToString(CultureInfo.InvariantCulture)}", inner);

    private void CheckSignature(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Signature))
            return;
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, Signature.Length)];
        string hint = start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => " (a PNG file damaged by a transfer as text)",
            [0xFF, 0xD8, ..] => " (a JPEG file: convert it to PNG)",
            [(byte)'G', (byte)'I', (byte)'F', ..] => " (a GIF file: convert it to PNG)",
            [(byte)'B', (byte)'M', ..] => " (a BMP file: convert it to PNG)",
            _ => "",
        };
        throw Error($"expected a PNG file, found {FormatReader.Describe(start)}{hint}.");
    }

    private (string Type, ArraySegment<byte> Content) Next(byte[] file, ref int position)
    {
        if (file.Length - position < Overhead)
            throw Error($"expected a further chunk of at least {Overhead} bytes, found {file.Length - position}; the file is cut off.");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position));
        ReadOnlySpan<byte> name = file.AsSpan(position + 4, 4);
        string type = Encoding.Latin1.GetString(name);
        if (!type.All(char.IsAsciiLetter))
            throw Error($"expected a chunk type of four letters, found the bytes {Convert.ToHexString(name)}; the file is damaged.");
        if (length > file.Length - position - Overhead)
            throw Error($"expected {length} bytes in chunk {type}, found {file.Length - position - Overhead}; the file is cut off or damaged.");
        var content = new ArraySegment<byte>(file, position + 8, (int)length);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + content.Count));
        uint computed = Crc32(file.AsSpan(position + 4, 4 + content.Count));
        if (stored != computed)
            throw Error($"expected the checksum {computed:X8} for chunk {type}, found {stored:X8}; the file is damaged.");
        position += Overhead + content.Count;
        return (type, content);
    }

    private ReadOnlyMemory<byte> CheckPalette(ArraySegment<byte> content, bool afterData)
    {
        if (afterData || !Palette.IsEmpty || !Transparency.IsEmpty)
            throw Error($"expected one PLTE chunk before tRNS and IDAT, found it elsewhere or twice.");
        if (Header.Color is PngColor.Gray or PngColor.GrayAlpha)
            throw Error($"expected no PLTE chunk in a gray image, found one.");
        int most = Header.Color == PngColor.Palette ? 1 << Header.Depth : 256;
        if (content.Count % 3 != 0 || content.Count == 0 || content.Count / 3 > most)
            throw Error($"expected a PLTE chunk of 1 to {most} colours, three bytes each, found {content.Count} bytes.");
        return content;
    }

    private ReadOnlyMemory<byte> CheckTransparency(ArraySegment<byte> content, bool afterData)
    {
        if (afterData || !Transparency.IsEmpty)
            throw Error($"expected one tRNS chunk before IDAT, found it elsewhere or twice.");
        (int least, int most) = Header.Color switch
        {
            PngColor.Gray => (2, 2),
            PngColor.Rgb => (6, 6),
            PngColor.Palette => (1, Palette.Length / 3),
            _ => throw Error($"expected no tRNS chunk in an image with an alpha channel, found one."),
        };
        if (content.Count < least || content.Count > most)
            throw Error($"expected a tRNS chunk of {least} to {most} bytes after PLTE, found {content.Count}.");
        return content;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] CreateCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
