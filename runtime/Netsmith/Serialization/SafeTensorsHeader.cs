using System.Text.Json;

namespace Netsmith;

/// <summary>One tensor as the header of a safetensors file describes it; begin and end are bytes of the data that follows the header.</summary>
internal sealed record SafeTensorsEntry(string Name, NumericType Type, int[] Shape, long Begin, long End);

/// <summary>Reads the JSON header of a safetensors file strictly: no unknown, double or missing key, integers only, no gap and no overlap.</summary>
internal static class SafeTensorsHeader
{
    private const int MaxRank = 32;
    private const string MetadataKey = "__metadata__";

    /// <summary>Parses and checks the header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="file">Makes the exceptions.</param>
    /// <param name="metadata">Receives the texts of "__metadata__".</param>
    /// <returns>The tensors in the order of their data, which they cover without gap or overlap from 0 to the last one's end.</returns>
    public static List<SafeTensorsEntry> Parse(ReadOnlySpan<byte> json, FormatReader file, Dictionary<string, string> metadata)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            List<SafeTensorsEntry> entries = ReadEntries(ref reader, file, metadata);
            while (reader.Read())
            {
                // Only whitespace may follow; anything else makes the reader throw.
            }
            CheckLayout(entries, file);
            return entries;
        }
        catch (JsonException exception)
        {
            throw file.Error($"expected a JSON header, found an error in it: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Utf8JsonReader.GetString on bytes that are not UTF-8.
            throw file.Error($"expected a header in UTF-8, found other bytes: {exception.Message}", exception);
        }
    }

    /// <summary>The type's name in the header.</summary>
    public static string TypeText(NumericType type) => type switch
    {
        NumericType.Boolean => "BOOL",
        NumericType.UInt8 => "U8",
        NumericType.Int8 => "I8",
        NumericType.UInt16 => "U16",
        NumericType.Int16 => "I16",
        NumericType.UInt32 => "U32",
        NumericType.Int32 => "I32",
        NumericType.UInt64 => "U64",
        NumericType.Int64 => "I64",
        NumericType.Float16 => "F16",
        NumericType.BFloat16 => "BF16",
        NumericType.Float32 => "F32",
        NumericType.Float64 => "F64",
        _ => throw new NotSupportedException($"Expected a type that safetensors files can hold, found {type}."),
    };

    /// <summary>The order in which the reference implementation sorts types, widest alignment first.</summary>
    public static int AlignmentRank(NumericType type) => Array.IndexOf(
        [
            NumericType.UInt64, NumericType.Int64, NumericType.Float64, NumericType.Float32, NumericType.UInt32, NumericType.Int32,
            NumericType.BFloat16, NumericType.Float16, NumericType.UInt16, NumericType.Int16, NumericType.Int8, NumericType.UInt8, NumericType.Boolean,
        ],
        type);

    private static List<SafeTensorsEntry> ReadEntries(ref Utf8JsonReader reader, FormatReader file, Dictionary<string, string> metadata)
    {
        List<SafeTensorsEntry> entries = [];
        HashSet<string> names = [];
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw file.Error($"expected a JSON object as the header, found {reader.TokenType}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
                throw file.Error($"expected each tensor once, found {FormatReader.Quote(name)} twice.");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw file.Error($"expected an object for {FormatReader.Quote(name)}, found {reader.TokenType}.");
            if (name == MetadataKey)
                ReadMetadata(ref reader, file, metadata);
            else
                entries.Add(ReadEntry(ref reader, name, file));
        }
        return entries;
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, FormatReader file, Dictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw file.Error($"expected texts in {MetadataKey}, found {reader.TokenType} for {FormatReader.Quote(key)}.");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw file.Error($"expected each key of {MetadataKey} once, found {FormatReader.Quote(key)} twice.");
        }
    }

    private static SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, FormatReader file)
    {
        NumericType? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null: type = ReadType(ref reader, name, file); break;
                case "shape" when shape is null: shape = ReadIntegers(ref reader, MaxRank, name, key, file); break;
                case "data_offsets" when offsets is null: offsets = ReadIntegers(ref reader, 2, name, key, file); break;
                case "dtype" or "shape" or "data_offsets": throw file.Error($"tensor {FormatReader.Quote(name)}: expected each key once, found '{key}' twice.");
                default: throw file.Error($"tensor {FormatReader.Quote(name)}: expected the keys dtype, shape and data_offsets, found {FormatReader.Quote(key)}.");
            }
        }
        if (type is null || shape is null || offsets is null)
            throw file.Error($"tensor {FormatReader.Quote(name)}: expected the keys dtype, shape and data_offsets, found no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}.");
        if (offsets.Count != 2)
            throw file.Error($"tensor {FormatReader.Quote(name)}: expected two data_offsets, found {offsets.Count}.");

        UInt128 bytes = (UInt128)NumericArray.SizeOf(type.Value);
        foreach (long size in shape)
        {
            if (size > int.MaxValue)
                throw file.Error($"tensor {FormatReader.Quote(name)}: expected dimensions up to {int.MaxValue}, found {size}.");
            bytes = UInt128.Min(bytes * (UInt128)size, ulong.MaxValue);
        }
        (long begin, long end) = (offsets[0], offsets[1]);
        if (end < begin || (UInt128)(end - begin) != bytes)
            throw file.Error($"tensor {FormatReader.Quote(name)}: expected {bytes} bytes for {TypeText(type.Value)} of shape {ShapeText.Format(shape)}, found the data_offsets {begin} to {end}.");
        return new(name, type.Value, [.. shape.Select(static size => (int)size)], begin, end);
    }

    private static NumericType ReadType(ref Utf8JsonReader reader, string name, FormatReader file)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw file.Error($"tensor {FormatReader.Quote(name)}: expected a text as dtype, found {reader.TokenType}.");
        string text = reader.GetString()!;
        foreach (NumericType type in Enum.GetValues<NumericType>())
        {
            if (TypeText(type) == text)
                return type;
        }
        throw file.Error($"tensor {FormatReader.Quote(name)}: expected a dtype of F64, F32, F16, BF16, I64-I8, U64-U8 or BOOL, found {FormatReader.Quote(text)}.");
    }

    private static List<long> ReadIntegers(ref Utf8JsonReader reader, int most, string name, string key, FormatReader file)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw file.Error($"tensor {FormatReader.Quote(name)}: expected an array as {key}, found {reader.TokenType}.");
        List<long> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count == most)
                throw file.Error($"tensor {FormatReader.Quote(name)}: expected at most {most} numbers in {key}, found more.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || value < 0)
                throw file.Error($"tensor {FormatReader.Quote(name)}: expected integers of at least 0 in {key}, found something else at position {values.Count}.");
            values.Add(value);
        }
        return values;
    }

    private static void CheckLayout(List<SafeTensorsEntry> entries, FormatReader file)
    {
        entries.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (SafeTensorsEntry entry in entries)
        {
            if (entry.Begin != end)
                throw file.Error($"tensor {FormatReader.Quote(entry.Name)}: expected its data to begin at {end}, where the tensor before ends, found {entry.Begin}; tensors may neither overlap nor leave gaps.");
            end = entry.End;
        }
    }
}
