using System.Buffers.Binary;

namespace Netsmith;

/// <summary>
/// Reads IDX, the format of MNIST: two zero bytes, a type byte, the number of dimensions, big-endian sizes, big-endian values.
/// Plain or gzip is decided by the content, not by the file's name. Everything announced must be there, and nothing else.
/// </summary>
public static class IdxFile
{
    /// <summary>The largest array that is unpacked from a gzip file: 1 GiB.</summary>
    public const long MaxUnpackedBytes = 1L << 30;

    private const int MaxRank = 16;

    /// <summary>Reads a file of any element type and rank.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NumericArray Read(string path)
    {
        using FileStream file = FormatReader.Open(path);
        return Read(file);
    }

    /// <summary>Reads a stream of any element type and rank, to its end.</summary>
    /// <param name="stream">The stream, from its current position.</param>
    /// <exception cref="NetsmithFormatException">The content is malformed.</exception>
    public static NumericArray Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string name = FormatReader.NameOf(stream);
        var file = new FormatReader(stream, name);
        byte[] start = file.Peek(2).ToArray();
        if (!start.AsSpan().SequenceEqual(GzipContent.Magic))
            return ReadContent(file, start, long.MaxValue, out _);

        long limit = MaxUnpackedBytes;
        if (file.Remaining is long compressed)
            limit = Math.Min(limit, compressed * GzipContent.LargestRatio);
        using var gzip = new GzipContent(new PrefixedStream(start, stream));
        var content = new FormatReader(gzip.Content, $"{name} (unpacked)");
        NumericArray array = ReadContent(content, content.Peek(2).ToArray(), limit, out byte[] header);
        // The array is in the machine's byte order by now, the checksum is over the file's: only bytes are the same in both.
        byte[] body = array.Storage;
        int elementSize = NumericArray.SizeOf(array.Type);
        if (elementSize > 1 && BitConverter.IsLittleEndian)
        {
            body = [.. body];
            NumericArray.ReverseElements(body, elementSize);
        }
        gzip.CheckTrailer(header, body, file);
        return array;
    }

    /// <summary>Reads grey images: unsigned bytes, [count, rows, columns], nothing of it 0.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed or holds something else.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static NumericArray ReadImages(string path)
    {
        NumericArray images = Read(path);
        if (images.Type != NumericType.UInt8 || images.Shape.Count != 3 || images.Length == 0)
            throw Unexpected(path, "images (unsigned bytes, [count, rows, columns], at least one of each)", images);
        return images;
    }

    /// <summary>Reads labels: unsigned bytes, [count].</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed or holds something else.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static int[] ReadLabels(string path)
    {
        NumericArray labels = Read(path);
        if (labels.Type != NumericType.UInt8 || labels.Shape.Count != 1)
            throw Unexpected(path, "labels (unsigned bytes, [count])", labels);
        return labels.ToInt32s();
    }

    /// <summary>Reads images and their labels as a dataset of shape [1, rows, columns]; pixels stay bytes and count as 0 to 1.</summary>
    /// <param name="imagesPath">The file of images.</param>
    /// <param name="labelsPath">The file of labels.</param>
    /// <param name="classCount">The number of classes; every label is below it.</param>
    /// <exception cref="NetsmithFormatException">A file is malformed, the numbers differ, or a label is out of range.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static Dataset ReadDataset(string imagesPath, string labelsPath, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        int[] labels = ReadLabels(labelsPath);
        NumericArray images = ReadImages(imagesPath);
        var errors = new FormatReader(Stream.Null, labelsPath);
        if (labels.Length != images.Shape[0])
            throw errors.Error($"expected {images.Shape[0]} labels, one for each image of {imagesPath}, found {labels.Length}; the files do not belong together.");
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classCount)
                throw errors.Error($"expected labels from 0 to {classCount - 1}, found {labels[i]} at index {i}.");
        }
        return Dataset.Classification(images.Storage, labels, sampleShape: [1, images.Shape[1], images.Shape[2]]).WithClassCount(classCount);
    }

    private static NumericArray ReadContent(FormatReader file, ReadOnlySpan<byte> start, long limit, out byte[] header)
    {
        if (start is not [0, 0])
            throw file.Error($"expected an IDX file, which begins with the bytes 0000 (or gzip, 1F8B), found {FormatReader.Describe(file.Peek(8))}.");
        Span<byte> magic = stackalloc byte[4];
        file.ReadExactly(magic, "the IDX magic number");
        NumericType type = magic[2] switch
        {
            0x08 => NumericType.UInt8,
            0x09 => NumericType.Int8,
            0x0B => NumericType.Int16,
            0x0C => NumericType.Int32,
            0x0D => NumericType.Float32,
            0x0E => NumericType.Float64,
            byte code => throw file.Error($"expected an IDX element type 8, 9, 11, 12, 13 or 14 as the third byte, found {code}."),
        };
        int rank = magic[3];
        if (rank is 0 or > MaxRank)
            throw file.Error($"expected 1 to {MaxRank} dimensions, found {rank}.");

        header = new byte[4 + 4 * rank];
        magic.CopyTo(header);
        file.ReadExactly(header.AsSpan(4), "the IDX dimensions");
        int[] shape = new int[rank];
        // Decimal sizes for the message only; the product saturates, so that it can neither wrap nor be mistaken for a small one.
        UInt128 bytes = (UInt128)NumericArray.SizeOf(type);
        for (int d = 0; d < rank; d++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * d));
            if (size > int.MaxValue)
                throw file.Error($"expected dimensions up to {int.MaxValue}, found {size} as number {d + 1}.");
            shape[d] = (int)size;
            bytes = UInt128.Min(bytes * size, ulong.MaxValue);
        }
        if (bytes > (UInt128)Math.Min(limit, Array.MaxLength))
            throw file.Error($"expected at most {Math.Min(limit, Array.MaxLength)} bytes of values, found the shape {ShapeText.Format(shape)} in the header, which needs {bytes}.");

        byte[] values = file.ReadBlock((long)bytes, $"values of shape {ShapeText.Format(shape)}");
        file.ExpectEnd($"values of shape {ShapeText.Format(shape)}");
        if (BitConverter.IsLittleEndian)
            NumericArray.ReverseElements(values, NumericArray.SizeOf(type));
        return new NumericArray(type, shape, values);
    }

    private static NetsmithFormatException Unexpected(string path, string expected, NumericArray found) =>
        new($"{path}: expected {expected}, found {found.Type} of shape {ShapeText.Format(found.Shape)}; perhaps images and labels are exchanged.");
}
