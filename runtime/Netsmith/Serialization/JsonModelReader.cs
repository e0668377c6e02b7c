using System.Text.Json;

namespace Netsmith;

/// <summary>
/// Reads the JSON model format straight into a staging array, guided by the network's summary: what the document must contain is
/// known before it is read. Keys may come in any order; unknown, double and missing ones are errors, as is every number that is
/// not what its place asks for.
/// </summary>
internal ref struct JsonModelReader
{
    private const int MaxDepth = 32;
    private readonly NetworkSummary _summary;
    private readonly FormatReader _file;
    private readonly float[] _parameters;
    private Utf8JsonReader _json;

    private JsonModelReader(ReadOnlySpan<byte> utf8, FormatReader file, NetworkSummary summary)
    {
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        _file = file;
        _summary = summary;
        _parameters = new float[summary.ParameterCount];
    }

    /// <summary>Reads and checks the whole document.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="file">Makes the exceptions.</param>
    /// <param name="summary">The network that the document must fit.</param>
    /// <returns>The parameters.</returns>
    public static float[] Read(ReadOnlySpan<byte> utf8, FormatReader file, NetworkSummary summary)
    {
        // Editors on Windows like to put a byte order mark before JSON; it carries no meaning.
        if (utf8 is [0xEF, 0xBB, 0xBF, ..])
            utf8 = utf8[3..];
        if (utf8.IsEmpty)
            throw file.Error($"expected a JSON document, found an empty file.");
        try
        {
            var reader = new JsonModelReader(utf8, file, summary);
            reader.ReadDocument();
            return reader._parameters;
        }
        catch (JsonException exception)
        {
            throw file.Error($"expected valid JSON, found an error in it: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Utf8JsonReader.GetString on bytes that are not UTF-8.
            throw file.Error($"expected a document in UTF-8, found other bytes: {exception.Message}", exception);
        }
    }

    /// <summary>Inputs and outputs of a dense layer; null for other layers.</summary>
    public static (int FanIn, int FanOut)? DenseSizes(NetworkSummary summary, LayerSummary layer)
    {
        if (layer.Type != "Dense")
            return null;
        foreach ((string key, ParameterInfo parameter) in LayerParameters.Of(summary, layer))
        {
            if (key == "weight" && parameter.Shape.Count == 2)
                return (parameter.Shape[1], parameter.Shape[0]);
        }
        return null;
    }

    private void ReadDocument()
    {
        HashSet<string> seen = [];
        _json.Read();
        Expect(JsonTokenType.StartObject, "the document");
        while (NextKey(seen, "the document") is string key)
        {
            switch (key)
            {
                case "format": ExpectText(JsonModelWriter.Format, "format"); break;
                case "version": ExpectInteger(JsonModelWriter.Version, "version"); break;
                case "network": ReadName(); break;
                case "input": ReadInput(); break;
                case "layers": ReadLayers(); break;
                default: throw UnknownKey(key, "the document", "format, version, network, input and layers");
            }
        }
        Require(seen, "the document", "format", "version", "input", "layers");
        while (_json.Read())
        {
            // Only whitespace may follow; anything else makes the reader throw.
        }
    }

    private void ReadName()
    {
        Expect(JsonTokenType.String, "network");
        // A class may be renamed, so any text will do; but the reader checks a text's UTF-8 only where it is asked for.
        _ = _json.GetString();
    }

    private void ReadInput()
    {
        Expect(JsonTokenType.StartArray, "input");
        List<long> found = [];
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
            found.Add(found.Count < _summary.InputShape.Count ? Integer("input") : throw InputMismatch("more dimensions"));
        if (!found.SequenceEqual(_summary.InputShape.Select(static size => (long)size)))
            throw InputMismatch(ShapeText.Format(found));
    }

    private readonly NetsmithFormatException InputMismatch(string found) =>
        _file.Error($"expected the input {ShapeText.Format(_summary.InputShape)} of {_summary.Name}, found {found}; the file belongs to another network.");

    private void ReadLayers()
    {
        Expect(JsonTokenType.StartArray, "layers");
        int count = 0;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (count == _summary.Layers.Count)
                throw _file.Error($"expected {_summary.Layers.Count} layers as {_summary.Name} has, found more.");
            ReadLayer(_summary.Layers[count++]);
        }
        if (count != _summary.Layers.Count)
            throw _file.Error($"expected {_summary.Layers.Count} layers as {_summary.Name} has, found {count}.");
    }

    private void ReadLayer(LayerSummary layer)
    {
        string where = FormattableString.Invariant($"layer {layer.Index} ({layer.Description})");
        (int FanIn, int FanOut)? dense = DenseSizes(_summary, layer);
        Dictionary<string, ParameterInfo> tensors = LayerParameters.Of(_summary, layer).ToDictionary(static t => t.Key, static t => t.Parameter);
        HashSet<string> seen = [];
        Expect(JsonTokenType.StartObject, where);
        while (NextKey(seen, where) is string key)
        {
            if (tensors.TryGetValue(key, out ParameterInfo? tensor))
                ReadTensor(tensor, 0, tensor.Offset, tensor.Length);
            else if (key == "type")
                ExpectText(layer.Type, $"type of {where}");
            else if (key == "description" && dense is null)
                ExpectText(layer.Description, $"description of {where}");
            else if (key == "in" && dense is not null)
                ExpectInteger(dense.Value.FanIn, $"in of {where}");
            else if (key == "out" && dense is not null)
                ExpectInteger(dense.Value.FanOut, $"out of {where}");
            else
                throw UnknownKey(key, where, string.Join(", ", ["type", .. dense is null ? (string[])[] : ["in", "out"], .. tensors.Keys]));
        }
        Require(seen, where, ["type", .. dense is null ? (string[])[] : ["in", "out"], .. tensors.Keys]);
    }

    private void ReadTensor(ParameterInfo tensor, int dimension, int offset, int length)
    {
        if (dimension == tensor.Shape.Count)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetSingle(out float value) || !float.IsFinite(value))
                throw _file.Error($"expected numbers in the range of float in '{tensor.Name}', found {Found()} at index {offset - tensor.Offset}.");
            _parameters[offset] = value;
            return;
        }
        int size = tensor.Shape[dimension], stride = size == 0 ? 0 : length / size, count = 0;
        if (_json.TokenType != JsonTokenType.StartArray)
            throw _file.Error($"expected '{tensor.Name}' as arrays of shape {ShapeText.Format(tensor.Shape)}, found {Found()} in place of an array of {size}.");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (count == size)
                throw _file.Error($"expected '{tensor.Name}' of shape {ShapeText.Format(tensor.Shape)}, found more than {size} values in dimension {dimension}.");
            ReadTensor(tensor, dimension + 1, offset + count * stride, stride);
            count++;
        }
        if (count != size)
            throw _file.Error($"expected '{tensor.Name}' of shape {ShapeText.Format(tensor.Shape)}, found {count} values in place of {size} in dimension {dimension}.");
    }

    /// <summary>Moves to the next key's value and returns the key; null at the object's end.</summary>
    private string? NextKey(HashSet<string> seen, string where)
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.PropertyName)
            return null;
        string key = _json.GetString()!;
        if (!seen.Add(key))
            throw _file.Error($"expected each key once in {where}, found {FormatReader.Quote(key)} twice.");
        _json.Read();
        return key;
    }

    private readonly void Require(HashSet<string> seen, string where, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (!seen.Contains(key))
                throw _file.Error($"expected the key '{key}' in {where}, found none.");
        }
    }

    private readonly NetsmithFormatException UnknownKey(string key, string where, string known) =>
        _file.Error($"expected the keys {known} in {where}, found {FormatReader.Quote(key)}.");

    private void Expect(JsonTokenType type, string what)
    {
        if (_json.TokenType != type)
            throw _file.Error($"expected {type} for {what}, found {Found()}.");
    }

    private void ExpectText(string expected, string what)
    {
        if (_json.TokenType != JsonTokenType.String || _json.GetString() != expected)
            throw _file.Error($"expected '{expected}' as {what}, found {Found()}.");
    }

    private void ExpectInteger(int expected, string what)
    {
        if (Integer(what) != expected)
            throw _file.Error($"expected {expected} as {what}, found {Found()}.");
    }

    private long Integer(string what) => _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long value)
        ? value
        : throw _file.Error($"expected an integer as {what}, found {Found()}.");

    private readonly string Found() => _json.TokenType switch
    {
        JsonTokenType.String => FormatReader.Quote(_json.GetString()!),
        JsonTokenType.Number => FormatReader.Quote(System.Text.Encoding.UTF8.GetString(_json.ValueSpan)),
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => _json.TokenType.ToString(),
    };
}
