using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>
/// Reads a binary file of which nothing is trusted: every shortfall is a <see cref="NetsmithFormatException"/> that names the file,
/// and memory follows the bytes that are there, never a number in a header.
/// </summary>
internal sealed class FormatReader
{
    private const int FirstBlock = 1 << 20;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _pushedBack = new byte[8];
    private int _pushedBackCount;

    /// <param name="stream">The content, from its current position.</param>
    /// <param name="name">The file's name for messages.</param>
    public FormatReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _name = name;
    }

    /// <summary>Opens a file for reading from start to end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
    }

    /// <summary>The name of a stream for messages: its path where it is a file.</summary>
    public static string NameOf(Stream stream) => stream is FileStream file ? file.Name : "the stream";

    /// <summary>How many bytes follow, where that can be known without reading them.</summary>
    public long? Remaining => _stream.CanSeek ? _stream.Length - _stream.Position + _pushedBackCount : null;

    /// <summary>The exception for this file.</summary>
    public NetsmithFormatException Error(FormattableString message, Exception? inner = null) =>
        new($"{_name}: {message.ToString(CultureInfo.InvariantCulture)}", inner);

    /// <summary>Reads up to a buffer's length without consuming it; shorter only at the end of the content.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_pushedBackCount < count)
            _pushedBackCount += ReadStream(_pushedBack.AsSpan(_pushedBackCount, count - _pushedBackCount));
        return _pushedBack.AsSpan(0, Math.Min(count, _pushedBackCount));
    }

    /// <summary>Fills a small buffer.</summary>
    public void ReadExactly(Span<byte> buffer, string what)
    {
        int found = Read(buffer);
        if (found < buffer.Length)
            throw Error($"expected {buffer.Length} bytes of {what}, found {found}; the file is cut off.");
    }

    /// <summary>Reads a block of a size that a header announced.</summary>
    public byte[] ReadBlock(long count, string what)
    {
        if (count > Array.MaxLength)
            throw Error($"expected {what} of at most {Array.MaxLength} bytes, found {count} in the header.");
        if (Remaining is long remaining)
        {
            if (remaining < count)
                throw Error($"expected {count} bytes of {what}, found {remaining}; the file is cut off or its header is wrong.");
            byte[] exact = GC.AllocateUninitializedArray<byte>((int)count);
            ReadExactly(exact, what);
            return exact;
        }
        byte[] block = new byte[Math.Min((int)count, FirstBlock)];
        int filled = 0;
        while (true)
        {
            filled += Read(block.AsSpan(filled));
            if (filled == count)
                return block;
            if (filled < block.Length)
                throw Error($"expected {count} bytes of {what}, found {filled}; the file is cut off or its header is wrong.");
            Array.Resize(ref block, (int)Math.Min(count, 2L * block.Length));
        }
    }

    /// <summary>Asserts that nothing follows.</summary>
    public void ExpectEnd(string what)
    {
        Span<byte> one = stackalloc byte[1];
        if (Read(one) != 0)
            throw Error($"expected the file to end after {what}, found more bytes; the header or the file is damaged.");
    }

    /// <summary>The first bytes in a message: hexadecimal, and what such a beginning usually is.</summary>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return "an empty file";
        string hint = start switch
        {
            [0x1F, 0x8B, ..] => " (a gzip file: unpack it first)",
            [(byte)'P', (byte)'K', ..] => " (a zip file, such as .npz, .pt or .keras)",
            [(byte)'<', ..] => " (an HTML or XML page: the download went wrong)",
            [(byte)'v', (byte)'e', (byte)'r', (byte)'s', (byte)'i', ..] => " (a git LFS pointer, perhaps: run git lfs pull)",
            [0x80, >= 2 and <= 5, ..] => " (a Python pickle, which is never read)",
            _ => "",
        };
        return $"the bytes {Convert.ToHexString(start)}{hint}";
    }

    /// <summary>A text from the file in a message: quoted, shortened, without control characters.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.Length <= 60 ? text : text.AsSpan(0, 60))
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return quoted.Append(text.Length <= 60 ? "'" : "…'").ToString();
    }

    private int Read(Span<byte> buffer)
    {
        int taken = Math.Min(_pushedBackCount, buffer.Length);
        _pushedBack.AsSpan(0, taken).CopyTo(buffer);
        _pushedBack.AsSpan(taken, _pushedBackCount - taken).CopyTo(_pushedBack);
        _pushedBackCount -= taken;
        return taken + ReadStream(buffer[taken..]);
    }

    private int ReadStream(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw Error($"expected intact compressed data, found damage ({exception.Message})", exception);
        }
    }
}
