using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// Writes a network as JSON for people: indented, one row of weights a line, every number the shortest that reads back to the same
/// bits. The same bytes in every culture and on every system. Written as text, because Utf8JsonWriter gives every number its own line.
/// </summary>
internal static class JsonModelWriter
{
    /// <summary>The value of "format".</summary>
    public const string Format = "netsmith-model";

    /// <summary>The value of "version".</summary>
    public const int Version = 1;

    /// <summary>Writes the document.</summary>
    /// <param name="stream">Receives UTF-8 without a byte order mark; stays open.</param>
    /// <param name="summary">The network.</param>
    /// <param name="parameters">Its flat parameters, all finite.</param>
    public static void Write(Stream stream, NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        writer.Write("{\n");
        writer.Write($"  \"format\": {Quoted(Format)},\n");
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"  \"version\": {Version},\n"));
        writer.Write($"  \"network\": {Quoted(summary.Name)},\n");
        writer.Write($"  \"input\": {ShapeText.Format(summary.InputShape)},\n");
        writer.Write("  \"layers\": [");
        for (int i = 0; i < summary.Layers.Count; i++)
        {
            writer.Write(i == 0 ? "\n" : ",\n");
            WriteLayer(writer, summary, summary.Layers[i], parameters);
        }
        writer.Write(summary.Layers.Count == 0 ? "]\n}\n" : "\n  ]\n}\n");
    }

    private static void WriteLayer(StreamWriter writer, NetworkSummary summary, LayerSummary layer, ReadOnlySpan<float> parameters)
    {
        const string Indent = "      ";
        writer.Write($"    {{\n{Indent}\"type\": {Quoted(layer.Type)}");
        if (JsonModelReader.DenseSizes(summary, layer) is (int fanIn, int fanOut))
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",\n{Indent}\"in\": {fanIn},\n{Indent}\"out\": {fanOut}"));
        else if (layer.Description != layer.Type)
            writer.Write($",\n{Indent}\"description\": {Quoted(layer.Description)}");
        foreach ((string key, ParameterInfo parameter) in LayerParameters.Of(summary, layer))
        {
            writer.Write($",\n{Indent}{Quoted(key)}: ");
            WriteTensor(writer, parameter.Shape, 0, parameters.Slice(parameter.Offset, parameter.Length), Indent);
        }
        writer.Write("\n    }");
    }

    private static void WriteTensor(StreamWriter writer, IReadOnlyList<int> shape, int dimension, ReadOnlySpan<float> values, string indent)
    {
        if (dimension == shape.Count)
        {
            writer.Write(Number(values[0]));
            return;
        }
        int size = shape[dimension], stride = size == 0 ? 0 : values.Length / size;
        bool isRow = dimension == shape.Count - 1;
        writer.Write('[');
        for (int i = 0; i < size; i++)
        {
            if (!isRow)
                writer.Write(i == 0 ? $"\n{indent}  " : $",\n{indent}  ");
            else if (i > 0)
                writer.Write(", ");
            WriteTensor(writer, shape, dimension + 1, values.Slice(i * stride, stride), indent + "  ");
        }
        writer.Write(isRow || size == 0 ? "]" : $"\n{indent}]");
    }

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
