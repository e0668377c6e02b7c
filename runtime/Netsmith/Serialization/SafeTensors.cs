using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// A safetensors file: named tensors and a few texts, nothing that executes. The reader enforces every rule of the format (no gap,
/// no overlap, no trailing byte, no double key); the writer orders tensors as the reference implementation does.
/// </summary>
public sealed class SafeTensors
{
    private const int MaxHeader = 100_000_000; // the reference implementation's limit

    private SafeTensors(Dictionary<string, NumericArray> tensors, Dictionary<string, string> metadata)
    {
        Tensors = new ReadOnlyDictionary<string, NumericArray>(tensors);
        Metadata = new ReadOnlyDictionary<string, string>(metadata);
    }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, NumericArray> Tensors { get; }

    /// <summary>The texts of "__metadata__"; often none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file. Values may be NaN or infinite, as the format allows; loading into a network refuses those.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafeTensors Read(string path)
    {
        using FileStream file = FormatReader.Open(path);
        return Read(file);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream, from its current position.</param>
    /// <exception cref="NetsmithFormatException">The content is malformed.</exception>
    public static SafeTensors Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var file = new FormatReader(stream, FormatReader.NameOf(stream));
        string start = FormatReader.Describe(file.Peek(8));
        Span<byte> field = stackalloc byte[8];
        file.ReadExactly(field, "safetensors header length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(field);
        if (length is < 2 or > MaxHeader)
            throw file.Error($"expected a safetensors file with a header of 2 to {MaxHeader} bytes, found {start}, which announces {length}.");
        byte[] header = file.ReadBlock((long)length, "safetensors header");

        Dictionary<string, string> metadata = [];
        List<SafeTensorsEntry> entries = SafeTensorsHeader.Parse(header, file, metadata);
        long total = entries.Count == 0 ? 0 : entries[^1].End;
        // Before the first tensor is read, where the length can be known.
        if (file.Remaining is long remaining && remaining != total)
            throw file.Error($"expected {total} bytes of data after the header, found {remaining}; the file is cut off or has something appended.");
        Dictionary<string, NumericArray> tensors = new(StringComparer.Ordinal);
        foreach (SafeTensorsEntry entry in entries)
        {
            byte[] values = file.ReadBlock(entry.End - entry.Begin, $"tensor {FormatReader.Quote(entry.Name)}");
            if (!BitConverter.IsLittleEndian)
                NumericArray.ReverseElements(values, NumericArray.SizeOf(entry.Type));
            if (entry.Type == NumericType.Boolean && values.AsSpan().ContainsAnyExcept((byte)0, (byte)1))
                throw file.Error($"tensor {FormatReader.Quote(entry.Name)}: expected booleans as the bytes 0 and 1, found another byte.");
            tensors.Add(entry.Name, new NumericArray(entry.Type, entry.Shape, values));
        }
        file.ExpectEnd("the last tensor");
        return new SafeTensors(tensors, metadata);
    }

    /// <summary>Writes a file (atomically: a failure leaves an existing file as it was).</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors; each name once, and none named "__metadata__".</param>
    /// <param name="metadata">Texts to store beside them, or null.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved or there twice.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NumericArray>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">The tensors; each name once, and none named "__metadata__".</param>
    /// <param name="metadata">Texts to store beside them, or null.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved or there twice.</exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, NumericArray>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, NumericArray>[] ordered =
            [.. tensors.OrderBy(static t => SafeTensorsHeader.AlignmentRank(t.Value.Type)).ThenBy(static t => t.Key, StringComparer.Ordinal)];
        HashSet<string> names = ["__metadata__"];
        foreach ((string name, _) in ordered)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException($"Expected names that differ, are not empty and not '__metadata__', found '{name}'.", nameof(tensors));
        }

        byte[] header = WriteHeader(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, NumericArray tensor) in ordered)
            stream.Write(tensor.LittleEndianBytes());
    }

    private static byte[] WriteHeader(KeyValuePair<string, NumericArray>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach ((string name, NumericArray tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorsHeader.TypeText(tensor.Type));
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8, so that the data begins aligned in a mapped file.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
