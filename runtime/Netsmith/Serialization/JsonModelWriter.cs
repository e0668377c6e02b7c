using System.Text;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// Writes a network as JSON for people: indented, one row of weights a line, every number the shortest that reads back to the same
/// bits. The same bytes in every culture.
/// </summary>
internal static class JsonModelWriter
{
    /// <summary>The value of "format".</summary>
    public const string Format = "netsmith-model";

    /// <summary>The value of "version".</summary>
    public const int Version = 1;

    /// <summary>Writes the document.</summary>
    public static void Write(Stream stream, NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("network", summary.Name);
        json.WritePropertyName("input");
        WriteSizes(json, summary.InputShape);
        json.WriteStartArray("layers");
        foreach (LayerSummary layer in summary.Layers)
            WriteLayer(json, summary, layer, parameters);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter json, NetworkSummary summary, LayerSummary layer, ReadOnlySpan<float> parameters)
    {
        json.WriteStartObject();
        json.WriteString("type", layer.Type);
        if (JsonModelReader.DenseSizes(summary, layer) is (int fanIn, int fanOut))
        {
            json.WriteNumber("in", fanIn);
            json.WriteNumber("out", fanOut);
        }
        else if (layer.Description != layer.Type)
        {
            json.WriteString("description", layer.Description);
        }
        foreach ((string key, ParameterInfo parameter) in LayerParameters.Of(summary, layer))
        {
            json.WritePropertyName(key);
            WriteTensor(json, parameter.Shape, 0, parameters.Slice(parameter.Offset, parameter.Length));
        }
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, IReadOnlyList<int> shape, int dimension, ReadOnlySpan<float> values)
    {
        if (dimension >= shape.Count - 1)
        {
            WriteRow(json, values, scalar: shape.Count == 0);
            return;
        }
        json.WriteStartArray();
        int size = shape[dimension], stride = size == 0 ? 0 : values.Length / size;
        for (int i = 0; i < size; i++)
            WriteTensor(json, shape, dimension + 1, values.Slice(i * stride, stride));
        json.WriteEndArray();
    }

    /// <summary>One line: indented writing would give every number a line of its own.</summary>
    private static void WriteRow(Utf8JsonWriter json, ReadOnlySpan<float> values, bool scalar)
    {
        if (scalar)
        {
            json.WriteNumberValue(values[0]);
            return;
        }
        var row = new StringBuilder("[");
        for (int i = 0; i < values.Length; i++)
            row.Append(i == 0 ? "" : ", ").Append(System.Globalization.CultureInfo.InvariantCulture, $"{values[i]:R}");
        json.WriteRawValue(row.Append(']').ToString());
    }

    private static void WriteSizes(Utf8JsonWriter json, IReadOnlyList<int> sizes) => json.WriteRawValue(ShapeText.Format(sizes));
}
