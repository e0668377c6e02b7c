using System.Globalization;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// An object of a JSON document that is not trusted: it has exactly the expected properties, each once, and every value is asked for
/// with its type. Every shortfall is a <see cref="NetsmithFormatException"/> that names file and place.
/// </summary>
internal sealed class StrictJson
{
    private const int LongestExcerpt = 40;
    private readonly string _source;
    private readonly string _place;
    private readonly Dictionary<string, JsonElement> _values;

    private StrictJson(string source, string place, JsonElement element, string[] properties)
    {
        (_source, _place, _values) = (source, place, new(StringComparer.Ordinal));
        if (element.ValueKind != JsonValueKind.Object)
            throw new NetsmithFormatException($"{source}: {(place.Length == 0 ? "the document" : place)}: expected an object, found {Shorten(element.GetRawText())}.");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!properties.Contains(property.Name, StringComparer.Ordinal))
                throw Error(property.Name, $"one of the properties {string.Join(", ", properties)}", "another");
            if (!_values.TryAdd(property.Name, property.Value))
                throw Error(property.Name, "the property once", "it twice");
        }
        foreach (string name in properties)
        {
            if (!_values.ContainsKey(name))
                throw Error(name, "the property", "none");
        }
    }

    /// <summary>The object that is the document; its property "format" has a given text.</summary>
    public static StrictJson Root(JsonDocument document, string source, string format, params string[] properties)
    {
        var root = new StrictJson(source, "", document.RootElement, ["format", .. properties]);
        return root.Text("format") == format ? root : throw root.Error("format", $"\"{format}\"", root._values["format"].GetRawText());
    }

    /// <summary>An object as "type" and what belongs to that type.</summary>
    /// <param name="name">The array's property.</param>
    /// <param name="properties">From a type to the object's further properties; null for an unknown type.</param>
    public IEnumerable<StrictJson> TypedObjects(string name, Func<string, string[]?> properties) => Elements(name).Select((element, i) =>
    {
        string place = Place(name, i);
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            throw new NetsmithFormatException($"{_source}: {place}: expected an object with a type, found {Shorten(element.GetRawText())}.");
        string[] further = properties(type.GetString()!)
            ?? throw new NetsmithFormatException($"{_source}: {place}.type: expected a known type, found {Shorten(type.GetRawText())}.");
        return new StrictJson(_source, place, element, ["type", .. further]);
    });

    /// <summary>An array of objects.</summary>
    public IEnumerable<StrictJson> Objects(string name, params string[] properties) =>
        Elements(name).Select((element, i) => new StrictJson(_source, Place(name, i), element, properties));

    /// <summary>A text.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Error(name, "a text", "null");

    /// <summary>A text or null.</summary>
    public string? OptionalText(string name) => _values[name].ValueKind switch
    {
        JsonValueKind.String => _values[name].GetString(),
        JsonValueKind.Null => null,
        _ => throw Error(name, "a text", _values[name].GetRawText()),
    };

    /// <summary>An array of texts, none twice.</summary>
    public string[] DistinctTexts(string name)
    {
        var texts = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement element in Elements(name))
        {
            if (element.ValueKind != JsonValueKind.String || !seen.Add(element.GetString()!))
                throw Error(name, "texts, none of them twice", element.GetRawText());
            texts.Add(element.GetString()!);
        }
        return [.. texts];
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name) => _values[name].ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error(name, "true or false", _values[name].GetRawText()),
    };

    /// <summary>The name of a value of an enumeration.</summary>
    public T Enum<T>(string name)
        where T : struct, Enum
    {
        // By name only: Enum.Parse would take numbers as well.
        foreach (T value in System.Enum.GetValues<T>())
        {
            if (value.ToString() == Text(name))
                return value;
        }
        throw Error(name, $"one of {string.Join(", ", System.Enum.GetNames<T>())}", _values[name].GetRawText());
    }

    /// <summary>An integer.</summary>
    public int Integer(string name, int least) => ReadInteger(name, _values[name], least);

    /// <summary>An array of integers of at least 0.</summary>
    public int[] Integers(string name) => [.. Elements(name).Select(element => ReadInteger(name, element, 0))];

    /// <summary>A finite float.</summary>
    public float Float(string name) => ReadFloat(name, _values[name]);

    /// <summary>An array of finite floats.</summary>
    public float[] Floats(string name) => [.. Elements(name).Select(element => ReadFloat(name, element))];

    /// <summary>An array of finite floats or null.</summary>
    public float[]? OptionalFloats(string name) => _values[name].ValueKind == JsonValueKind.Null ? null : Floats(name);

    /// <summary>The exception for a property.</summary>
    public NetsmithFormatException Error(string name, string expected, string found) =>
        new($"{_source}: {(_place.Length == 0 ? "" : _place + ".")}{Shorten(name)}: expected {expected}, found {Shorten(found)}.");

    private IEnumerable<JsonElement> Elements(string name) => _values[name].ValueKind == JsonValueKind.Array
        ? _values[name].EnumerateArray()
        : throw Error(name, "an array", _values[name].GetRawText());

    private int ReadInteger(string name, JsonElement element, int least) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value >= least
            ? value
            : throw Error(name, string.Create(CultureInfo.InvariantCulture, $"an integer of at least {least}"), element.GetRawText());

    private float ReadFloat(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out float value) && float.IsFinite(value)
            ? value
            : throw Error(name, "a number that fits a float", element.GetRawText());

    private string Place(string name, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{(_place.Length == 0 ? "" : _place + ".")}{name}[{index}]");

    private static string Shorten(string text) => text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "…";
}
