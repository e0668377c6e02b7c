using System.Text.Json;

namespace Netsmith;

/// <summary>The JSON form of a <see cref="CsvEncoding"/>. Reading is strict: every property once, of its type, and no others.</summary>
internal static class CsvEncodingJson
{
    private const string Format = "netsmith-csv-encoding-1";

    public static void Write(CsvEncoding encoding, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("delimiter", encoding.Delimiter.ToString());
        json.WriteBoolean("header", encoding.HasHeader);
        json.WriteString("missingValues", encoding.MissingValues.ToString());
        WriteTexts(json, "missingMarkers", encoding.MissingMarkers);
        json.WriteStartArray("features");
        foreach (CsvFeature feature in encoding.Features)
            WriteFeature(json, feature);
        json.WriteEndArray();
        json.WriteString("label", encoding.LabelName);
        json.WriteNumber("labelIndex", encoding.LabelIndex);
        WriteTexts(json, "classes", encoding.ClassNames);
        WriteTexts(json, "targets", encoding.TargetNames);
        WriteNumbers(json, "targetIndices", encoding.TargetIndices);
        json.WriteEndObject();
    }

    public static CsvEncoding Read(Stream stream, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(StrictJson.Root(document, source, Format,
                "delimiter", "header", "missingValues", "missingMarkers", "features", "label", "labelIndex", "classes", "targets", "targetIndices"));
        }
        catch (JsonException exception)
        {
            throw new NetsmithFormatException($"{source}: expected JSON text, found something else: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Text that is no valid Unicode, such as half a surrogate pair.
            throw new NetsmithFormatException($"{source}: expected valid Unicode text, found other bytes: {exception.Message}", exception);
        }
    }

    private static CsvEncoding Read(StrictJson root)
    {
        string delimiter = root.Text("delimiter");
        if (delimiter.Length != 1)
            throw root.Error("delimiter", "one character", delimiter);
        CsvFeature[] features = [.. root.Objects("features", "name", "index", "categories", "encoding", "missing").Select(ReadFeature)];
        if (features.Length == 0)
            throw root.Error("features", "at least one feature", "none");
        string? label = root.OptionalText("label");
        string[] classes = root.DistinctTexts("classes"), targets = root.DistinctTexts("targets");
        int[] targetIndices = root.Integers("targetIndices");
        if (label is null == (targets.Length == 0) || label is null != (classes.Length == 0) || targets.Length != targetIndices.Length)
            throw root.Error("label", "either label and classes or targets with their indices", "another combination");
        return new(delimiter[0], root.Flag("header"), root.DistinctTexts("missingMarkers"), root.Enum<MissingValues>("missingValues"), features,
            label, root.Integer("labelIndex", label is null ? -1 : 0), classes, targets, targetIndices);
    }

    private static CsvFeature ReadFeature(StrictJson json)
    {
        var feature = new CsvFeature(json.Text("name"), json.Integer("index", 0), json.DistinctTexts("categories"), json.Enum<CategoryEncoding>("encoding"), json.OptionalFloats("missing"));
        if (feature.Missing is not null && feature.Missing.Length != feature.Width)
            throw json.Error("missing", $"{feature.Width} numbers, one for each the column becomes", $"{feature.Missing.Length}");
        return feature;
    }

    private static void WriteFeature(Utf8JsonWriter json, CsvFeature feature)
    {
        json.WriteStartObject();
        json.WriteString("name", feature.Name);
        json.WriteNumber("index", feature.Index);
        WriteTexts(json, "categories", feature.Categories);
        json.WriteString("encoding", feature.Encoding.ToString());
        if (feature.Missing is null)
            json.WriteNull("missing");
        else
            WriteNumbers(json, "missing", feature.Missing);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<float> numbers)
    {
        json.WriteStartArray(name);
        foreach (float number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
