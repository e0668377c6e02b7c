using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>
/// Reads and writes .npy, numpy's format for one array: versions 1 to 3, both byte orders, row-major and column-major, booleans,
/// integers and floats. Objects, structures, texts and dates are refused: reading executes nothing.
/// </summary>
public static class NpyFile
{
    private const int MaxHeader = 10_000; // numpy's own guard
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file. The values are row-major in the result, whatever the file's order.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed or holds no numbers.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NumericArray Read(string path)
    {
        using FileStream file = FormatReader.Open(path);
        return Read(file);
    }

    /// <summary>Reads a stream to its end. The values are row-major in the result, whatever the file's order.</summary>
    /// <param name="stream">The stream, from its current position.</param>
    /// <exception cref="NetsmithFormatException">The content is malformed or holds no numbers.</exception>
    public static NumericArray Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = new FormatReader(stream, FormatReader.NameOf(stream));
        byte[] start = file.Peek(8).ToArray();
        if (!start.AsSpan().StartsWith(Magic))
            throw file.Error($"expected a .npy file, which begins with the bytes 934E554D5059, found {FormatReader.Describe(start)}.");
        Span<byte> version = stackalloc byte[8];
        file.ReadExactly(version, "the .npy magic string and version");
        if (version[6] is < 1 or > 3 || version[7] != 0)
            throw file.Error($"expected version 1.0, 2.0 or 3.0, found {version[6]}.{version[7]}.");

        NpyHeader header = ReadHeader(file, version[6]);
        int elementSize = NumericArray.SizeOf(header.Type);
        UInt128 bytes = (UInt128)elementSize;
        foreach (int size in header.Shape)
            bytes = UInt128.Min(bytes * (UInt128)size, ulong.MaxValue);
        if (bytes > (UInt128)Array.MaxLength)
            throw file.Error($"expected at most {Array.MaxLength} bytes of values, found the shape {ShapeText.Format(header.Shape)} in the header, which needs {bytes}.");

        byte[] values = file.ReadBlock((long)bytes, $"values of shape {ShapeText.Format(header.Shape)}");
        file.ExpectEnd($"values of shape {ShapeText.Format(header.Shape)}");
        if (header.BigEndian == BitConverter.IsLittleEndian)
            NumericArray.ReverseElements(values, elementSize);
        if (header.Type == NumericType.Boolean && values.AsSpan().ContainsAnyExcept((byte)0, (byte)1))
            throw file.Error($"expected booleans as the bytes 0 and 1, found another byte.");
        if (header.FortranOrder && header.Shape.Length > 1)
            values = ToRowMajor(values, elementSize, header.Shape);
        return new NumericArray(header.Type, header.Shape, values);
    }

    /// <summary>Writes a file (atomically: a failure leaves an existing file as it was).</summary>
    /// <typeparam name="T">byte, sbyte, (u)short, (u)int, (u)long, bool, Half, float or double.</typeparam>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The shape; left out, a vector.</param>
    /// <exception cref="ArgumentException">The shape does not match the number of values, or the type is another one.</exception>
    public static void Write<T>(string path, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged => Write(path, NumericArray.Create(values, shape));

    /// <summary>Writes a file (atomically: a failure leaves an existing file as it was).</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="NotSupportedException">The array is of bfloat16, which numpy does not have.</exception>
    public static void Write(string path, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array));
    }

    /// <summary>Writes to a stream: version 1.0, little-endian, row-major, as numpy.save does.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="NotSupportedException">The array is of bfloat16, which numpy does not have.</exception>
    public static void Write(Stream stream, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        string sizes = string.Join(", ", array.Shape.Select(static size => size.ToString(CultureInfo.InvariantCulture)));
        string shape = array.Shape.Count == 1 ? $"({sizes},)" : $"({sizes})";
        string header = $"{{'descr': '{NpyHeader.TypeText(array.Type)}', 'fortran_order': False, 'shape': {shape}, }}";
        int prefix = Magic.Length + 4;
        int total = (prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment;
        header = header.PadRight(total - prefix - 1) + "\n";

        Span<byte> length = stackalloc byte[4] { 1, 0, 0, 0 };
        BinaryPrimitives.WriteUInt16LittleEndian(length[2..], checked((ushort)header.Length));
        stream.Write(Magic);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(array.LittleEndianBytes());
    }

    private static NpyHeader ReadHeader(FormatReader file, int version)
    {
        Span<byte> field = stackalloc byte[4];
        field.Clear();
        file.ReadExactly(version == 1 ? field[..2] : field, "the .npy header length");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(field);
        if (length is 0 or > MaxHeader)
            throw file.Error($"expected a header of 1 to {MaxHeader} bytes, found the length {length}.");
        byte[] header = file.ReadBlock(length, "the .npy header");
        // Latin-1 accepts every byte; what is not ASCII can only be part of a text, where the parser refuses it.
        return NpyHeader.Parse(Encoding.Latin1.GetString(header), file);
    }

    /// <summary>Reorders column-major values (the first index fastest) to row-major (the last index fastest).</summary>
    private static byte[] ToRowMajor(byte[] values, int elementSize, int[] shape)
    {
        byte[] result = new byte[values.Length];
        int[] index = new int[shape.Length];
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            strides[d] = stride;
            stride *= Math.Max(shape[d], 1);
        }
        int source = 0;
        for (int target = 0; target < values.Length; target += elementSize)
        {
            values.AsSpan(source * elementSize, elementSize).CopyTo(result.AsSpan(target));
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                source += strides[d];
                if (++index[d] < shape[d])
                    break;
                source -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return result;
    }
}
