using System.Buffers.Binary;
using System.IO.Compression;

namespace Netsmith;

/// <summary>
/// The content of a gzip file (RFC 1952; one member or several, one after the other). The framework's reader takes a file that ends
/// without its trailer for complete, so <see cref="CheckTrailer"/> does that check.
/// </summary>
internal sealed class GzipContent : IDisposable
{
    /// <summary>The two bytes with which a gzip file begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>What deflate can expand at most: 258 bytes from 2 bits.</summary>
    public const int LargestRatio = 1032;

    private const int TrailerSize = 8;
    private readonly LastBytes _compressed;

    /// <param name="compressed">The file, at its beginning.</param>
    public GzipContent(Stream compressed)
    {
        _compressed = new LastBytes(compressed);
        Content = new GZipStream(_compressed, CompressionMode.Decompress);
    }

    /// <summary>The unpacked bytes.</summary>
    public Stream Content { get; }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();

    /// <summary>
    /// Asserts, once <see cref="Content"/> is read to its end, that the file ends with the checksum and the size of its last member.
    /// </summary>
    /// <param name="head">The beginning of the content.</param>
    /// <param name="body">The rest of the content.</param>
    /// <param name="file">Makes the exception.</param>
    public void CheckTrailer(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, FormatReader file)
    {
        ReadOnlySpan<byte> trailer = _compressed.ToEnd();
        if (trailer.Length < TrailerSize)
            throw file.Error($"expected a gzip trailer of 8 bytes, found {trailer.Length}; the file is cut off.");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        long total = (long)head.Length + body.Length;
        // The whole content in one member: the framework has then compared the checksum. Otherwise the last member is the last `size` bytes.
        if (size == (uint)total)
            return;
        if (size > total || Crc32(head, body, total - size) != checksum)
            throw file.Error($"expected the gzip file to end with its checksum and size, found other bytes; the file is cut off or damaged.");
    }

    private static uint Crc32(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, long skip)
    {
        int skipHead = (int)Math.Min(skip, head.Length);
        uint crc = Update(uint.MaxValue, head[skipHead..]);
        return ~Update(crc, body[(int)(skip - skipHead)..]);
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static readonly uint[] CrcTable = CreateCrcTable();

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

    /// <summary>Passes a stream through and remembers its last eight bytes.</summary>
    private sealed class LastBytes(Stream source) : Stream
    {
        private readonly byte[] _last = new byte[TrailerSize];
        private int _count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = source.Read(buffer);
            ReadOnlySpan<byte> fresh = buffer[..read];
            if (read >= TrailerSize)
            {
                fresh[^TrailerSize..].CopyTo(_last);
                _count = TrailerSize;
            }
            else
            {
                int kept = Math.Min(_count, TrailerSize - read);
                _last.AsSpan(_count - kept, kept).CopyTo(_last);
                fresh.CopyTo(_last.AsSpan(kept));
                _count = kept + read;
            }
            return read;
        }

        /// <summary>Reads what the unpacking left over and returns the last bytes of all.</summary>
        public ReadOnlySpan<byte> ToEnd()
        {
            Span<byte> buffer = stackalloc byte[4096];
            while (Read(buffer) > 0)
            {
            }
            return _last.AsSpan(0, _count);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
