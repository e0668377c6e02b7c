using System.Buffers.Binary;
using System.IO.Compression;

namespace Netsmith;

/// <summary>
/// The unfiltered rows of a PNG file (§7.3, §9, §10), read one after the other: never more than two are in memory. Exactly the
/// announced number of bytes must come out of the zlib stream, and its own checksum must fit.
/// </summary>
internal sealed class PngRows : IDisposable
{
    /// <summary>What deflate can expand at most: 258 bytes from 2 bits.</summary>
    private const long LargestRatio = 1032;

    private const int ZlibOverhead = 6; // two bytes in front, four of checksum behind
    private readonly PngChunks _file;
    private readonly ZLibStream _stream;
    private readonly byte[] _current;
    private readonly byte[] _previous;
    private readonly int _pixelBytes;
    private uint _adlerLow = 1, _adlerHigh;

    /// <param name="file">The chunks.</param>
    /// <param name="total">How many bytes all rows have, filter bytes included.</param>
    public PngRows(PngChunks file, long total)
    {
        _file = file;
        ArraySegment<byte> compressed = file.Compressed;
        if (compressed.Count < ZlibOverhead || (compressed[0] & 0x0F) != 8 || (compressed[1] & 0x20) != 0 || (compressed[0] << 8 | compressed[1]) % 31 != 0)
            throw file.Error($"expected zlib data in the IDAT chunks, found {FormatReader.Describe(compressed.AsSpan(0, Math.Min(4, compressed.Count)))}; the file is damaged.");
        if (total > compressed.Count * LargestRatio)
            throw file.Error($"expected compressed data for {file.Header.Width}x{file.Header.Height} pixels ({total} bytes), found {compressed.Count} bytes, which cannot hold so many; the file is damaged.");
        _stream = new ZLibStream(new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count, writable: false), CompressionMode.Decompress);
        int longest = 1 + file.Header.RowBytes(file.Header.Width);
        (_current, _previous) = (new byte[longest], new byte[longest]);
        _pixelBytes = file.Header.PixelBytes;
    }

    /// <summary>Begins an image, or a pass of an interlaced one: the row above its first is zero.</summary>
    public void Restart() => Array.Clear(_current);

    /// <summary>The next row, valid until the following call.</summary>
    /// <param name="rowBytes">Its length without the filter byte.</param>
    /// <param name="row">Its number, for messages.</param>
    public ReadOnlySpan<byte> Read(int rowBytes, int row)
    {
        _current.CopyTo(_previous, 0);
        Span<byte> whole = _current.AsSpan(0, 1 + rowBytes);
        int found = ReadStream(whole);
        if (found < whole.Length)
            throw _file.Error($"expected {_file.Header.Height} rows of pixels, found the data to end in row {row}; the file is cut off or damaged.");
        UpdateAdler(whole);
        Unfilter(whole[0], whole[1..], _previous.AsSpan(1, rowBytes), row);
        return whole[1..];
    }

    /// <summary>Asserts that the stream ends here and that its checksum fits.</summary>
    public void ExpectEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (ReadStream(one) != 0)
            throw _file.Error($"expected {_file.Header.Height} rows of {_file.Header.Width} pixels, found more data; the file is damaged.");
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(_file.Compressed.AsSpan(_file.Compressed.Count - 4));
        uint computed = _adlerHigh << 16 | _adlerLow;
        if (stored != computed)
            throw _file.Error($"expected the pixels' checksum {computed:X8} at the end of the IDAT data, found {stored:X8}; the file is damaged.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private int ReadStream(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException) // the source is memory: both come from zlib
        {
            throw _file.Error($"expected intact compressed pixels, found damage ({exception.Message})", exception);
        }
    }

    private void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int number)
    {
        int back = _pixelBytes;
        switch (filter)
        {
            case 0:
                return;
            case 1:
                for (int i = back; i < row.Length; i++)
                    row[i] += row[i - back];
                return;
            case 2:
                for (int i = 0; i < row.Length; i++)
                    row[i] += above[i];
                return;
            case 3:
                for (int i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < back ? 0 : row[i - back]) + above[i]) / 2);
                return;
            case 4:
                for (int i = 0; i < row.Length; i++)
                    row[i] += i < back ? above[i] : Paeth(row[i - back], above[i], above[i - back]);
                return;
            default:
                throw _file.Error($"expected a filter type from 0 to 4 in row {number}, found {filter}; the file is damaged.");
        }
    }

    /// <summary>The neighbour nearest to left + above - corner; of equals the left, then the upper one.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner)
            return left;
        return toAbove <= toCorner ? above : corner;
    }

    private void UpdateAdler(ReadOnlySpan<byte> bytes)
    {
        const uint Modulus = 65521;
        const int SafeRun = 5552; // so many bytes cannot overflow 32 bits
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> run = bytes[..Math.Min(SafeRun, bytes.Length)];
            foreach (byte value in run)
            {
                _adlerLow += value;
                _adlerHigh += _adlerLow;
            }
            _adlerLow %= Modulus;
            _adlerHigh %= Modulus;
            bytes = bytes[run.Length..];
        }
    }
}
