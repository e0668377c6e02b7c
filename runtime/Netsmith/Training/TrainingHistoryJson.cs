using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// The JSON form of a training history. Reading is strict: every property must be there, once, of its type and in its range, and
/// there are no others. A missing accuracy is null; a loss that is no finite number is the text "NaN", "Infinity" or "-Infinity".
/// </summary>
internal static class TrainingHistoryJson
{
    private const string Format = "netsmith-history-1";

    private static readonly string[] EpochProperties =
        ["epoch", "loss", "accuracy", "validationLoss", "validationAccuracy", "learningRate", "seconds"];

    public static string Write(IReadOnlyList<EpochResult> epochs)
    {
        using var stream = new MemoryStream();
        // "\n" on every system; the NewLine option is newer than .NET 8, where a replacement does the same: no string holds a line end.
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartArray("epochs");
            foreach (EpochResult epoch in epochs)
                WriteEpoch(json, epoch);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    /// <param name="text">The JSON text.</param>
    /// <param name="source">What messages call it.</param>
    public static TrainingHistory Read(string text, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            Dictionary<string, JsonElement> root = Properties(document.RootElement, ["format", "epochs"], "the document");
            if (root["format"].ValueKind != JsonValueKind.String || root["format"].GetString() != Format)
                throw Malformed($"format: expected \"{Format}\", found {Shorten(root["format"])}. Use a history that this library saved.");
            if (root["epochs"].ValueKind != JsonValueKind.Array)
                throw Malformed($"epochs: expected an array, found {Shorten(root["epochs"])}.");
            var epochs = new List<EpochResult>();
            foreach (JsonElement element in root["epochs"].EnumerateArray())
                epochs.Add(ReadEpoch(element, epochs));
            return new TrainingHistory(epochs);
        }
        catch (JsonException e)
        {
            throw new NetsmithFormatException($"{source}: expected JSON text, found something else: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // Text that is no valid Unicode, such as half a surrogate pair.
            throw new NetsmithFormatException($"{source}: expected valid Unicode text: {e.Message}", e);
        }
        catch (NetsmithFormatException e)
        {
            throw new NetsmithFormatException($"{source}: {e.Message}");
        }
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        WriteLoss(json, "loss", epoch.Loss);
        WriteAccuracy(json, "accuracy", epoch.Accuracy);
        WriteLoss(json, "validationLoss", epoch.ValidationLoss);
        WriteAccuracy(json, "validationAccuracy", epoch.ValidationAccuracy);
        json.WriteNumber("learningRate", epoch.LearningRate);
        json.WriteNumber("seconds", epoch.Seconds);
        json.WriteEndObject();
    }

    private static void WriteLoss(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not double loss)
            json.WriteNull(name);
        else if (double.IsFinite(loss))
            json.WriteNumber(name, loss);
        else
            json.WriteString(name, loss.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteAccuracy(Utf8JsonWriter json, string name, double? value)
    {
        if (value is double accuracy && !double.IsNaN(accuracy))
            json.WriteNumber(name, accuracy);
        else
            json.WriteNull(name);
    }

    private static EpochResult ReadEpoch(JsonElement element, List<EpochResult> before)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"epochs[{before.Count}]");
        Dictionary<string, JsonElement> properties = Properties(element, EpochProperties, where);
        int least = before.Count == 0 ? 1 : before[^1].Epoch + 1;
        if (properties["epoch"].ValueKind != JsonValueKind.Number || !properties["epoch"].TryGetInt32(out int epoch) || epoch < least || epoch == int.MaxValue)
            throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{where}.epoch: expected an integer of at least {least}, found {Shorten(properties["epoch"])}."));

        double loss = Loss(properties["loss"], where + ".loss")
            ?? throw Malformed($"{where}.loss: expected a number, found null.");
        double? accuracy = Accuracy(properties["accuracy"], where + ".accuracy");
        double? validationLoss = Loss(properties["validationLoss"], where + ".validationLoss");
        double? validationAccuracy = Accuracy(properties["validationAccuracy"], where + ".validationAccuracy");
        if (validationLoss is null && validationAccuracy is not null)
            throw Malformed($"{where}.validationAccuracy: expected null, as validationLoss is null, found {Shorten(properties["validationAccuracy"])}.");
        if (validationLoss is not null)
            validationAccuracy ??= double.NaN;
        return new EpochResult(epoch, loss, accuracy ?? double.NaN, validationLoss, validationAccuracy,
            Rate(properties["learningRate"], where + ".learningRate"),
            Number(properties["seconds"], where + ".seconds", double.MaxValue));
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement element, string[] expected, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Malformed($"{where}: expected an object, found {Shorten(element)}.");
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!expected.Contains(property.Name, StringComparer.Ordinal))
                throw Malformed($"{where}: expected the properties {string.Join(", ", expected)}, found '{Shorten(property.Name)}'.");
            if (!found.TryAdd(property.Name, property.Value))
                throw Malformed($"{where}: expected '{property.Name}' once, found it twice.");
        }
        foreach (string name in expected)
        {
            if (!found.ContainsKey(name))
                throw Malformed($"{where}: expected the property '{name}', found none.");
        }
        return found;
    }

    private static double? Loss(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value))
            return value;
        return element.ValueKind == JsonValueKind.String
            ? element.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => throw Malformed($"{where}: expected a number, found {Shorten(element)}."),
            }
            : throw Malformed($"{where}: expected a number, found {Shorten(element)}.");
    }

    private static double? Accuracy(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Null ? null : Number(element, where, 1);

    private static float Rate(JsonElement element, string where)
    {
        // Parsed as a float: the shortest text of the largest float is, as a double, above it.
        return element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out float rate) && rate >= 0 && float.IsFinite(rate)
            ? rate
            : throw Malformed($"{where}: expected a number of at least 0 that fits a float, found {Shorten(element)}.");
    }

    private static double Number(JsonElement element, string where, double maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value >= 0 && value <= maximum
            ? value
            : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{where}: expected a number from 0 to {maximum}, found {Shorten(element)}."));

    private static string Shorten(JsonElement element) => Shorten(element.GetRawText());

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static NetsmithFormatException Malformed(string message) => new(message);
}
