using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// The numbers of a checkpoint as JSON. Reading is strict: every property must be there, once, of its type and in its range.
/// Doubles read back bit for bit; the ones that are not finite are the texts "NaN", "Infinity" and "-Infinity".
/// </summary>
internal static class CheckpointJson
{
    private static readonly string[] RootProperties =
        ["settings", "epoch", "batches", "stopped", "dropoutSeed", "dropoutStep", "totals", "seconds", "optimizer", "schedule", "best", "bestMetric"];

    private static readonly string[] TotalsProperties = ["lossSum", "weight", "samples", "correct"];
    private static readonly string[] OptimizerProperties = ["type", "learningRate", "stepCount", "parameterCount", "buffers"];
    private static readonly string[] BestProperties = ["metric", "epoch", "waited"];

    public static string Write(CheckpointState state)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("settings");
            foreach ((string name, string value) in state.Settings)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumber("epoch", state.Epoch);
            json.WriteNumber("batches", state.Batches);
            json.WriteBoolean("stopped", state.HasStopped);
            json.WriteNumber("dropoutSeed", state.DropoutSeed);
            json.WriteNumber("dropoutStep", state.DropoutStep);
            json.WriteStartObject("totals");
            WriteDouble(json, "lossSum", state.Totals.LossSum);
            WriteDouble(json, "weight", state.Totals.Weight);
            json.WriteNumber("samples", state.Totals.Samples);
            json.WriteNumber("correct", state.Totals.Correct);
            json.WriteEndObject();
            WriteDouble(json, "seconds", state.Seconds);
            json.WriteStartObject("optimizer");
            json.WriteString("type", state.Optimizer.Optimizer);
            json.WriteNumber("learningRate", state.Optimizer.LearningRate);
            json.WriteNumber("stepCount", state.Optimizer.StepCount);
            json.WriteNumber("parameterCount", state.Optimizer.ParameterCount);
            json.WriteStartArray("buffers");
            foreach (OptimizerBuffer buffer in state.Optimizer.Buffers)
                json.WriteStringValue(buffer.Name);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("schedule");
            foreach (double value in state.Schedule)
                WriteDouble(json, null, value);
            json.WriteEndArray();
            json.WriteStartObject("best");
            WriteDouble(json, "metric", state.Best.Metric);
            json.WriteNumber("epoch", state.Best.Epoch);
            json.WriteNumber("waited", state.Best.Waited);
            json.WriteEndObject();
            WriteDouble(json, "bestMetric", state.BestMetric);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <param name="text">The JSON text.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="history">The history beside it.</param>
    /// <param name="parameters">The parameters beside it.</param>
    /// <param name="bestParameters">The parameters of the best epoch beside it, or none.</param>
    /// <param name="readBuffer">Reads the optimizer's buffer of a name and a length.</param>
    public static CheckpointState Read(string text, string source, TrainingHistory history, float[] parameters, float[] bestParameters, Func<string, int, float[]> readBuffer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            Dictionary<string, JsonElement> root = Properties(document.RootElement, RootProperties, "state");
            var state = new CheckpointState
            {
                Settings = ReadSettings(root["settings"]),
                Epoch = (int)Integer(root["epoch"], "epoch", 1, int.MaxValue),
                Batches = (int)Integer(root["batches"], "batches", 0, int.MaxValue),
                HasStopped = Boolean(root["stopped"], "stopped"),
                DropoutSeed = Unsigned(root["dropoutSeed"], "dropoutSeed"),
                DropoutStep = Unsigned(root["dropoutStep"], "dropoutStep"),
                Totals = ReadTotals(root["totals"]),
                Seconds = Finite(root["seconds"], "seconds"),
                Optimizer = ReadOptimizer(root["optimizer"], parameters.Length, readBuffer),
                Schedule = [.. Elements(root["schedule"], "schedule").Select(static value => Number(value, "schedule"))],
                Best = ReadBest(root["best"]),
                BestMetric = Number(root["bestMetric"], "bestMetric"),
                History = history,
                Parameters = parameters,
                BestParameters = bestParameters,
            };
            CheckTogether(state);
            return state;
        }
        catch (JsonException e)
        {
            throw new NetsmithFormatException($"{source}: expected the state of training as JSON, found something else: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // Text that is no valid Unicode, such as half a surrogate pair.
            throw new NetsmithFormatException($"{source}: expected valid Unicode text: {e.Message}", e);
        }
        catch (NetsmithFormatException e) when (!e.Message.StartsWith(source, StringComparison.Ordinal))
        {
            throw new NetsmithFormatException($"{source}: {e.Message}");
        }
    }

    /// <summary>What every checkpoint written by a run fulfils.</summary>
    private static void CheckTogether(CheckpointState state)
    {
        int finished = state.History.Epochs.Count;
        if (state.Epoch != finished + 1 || (finished > 0 && state.History.Epochs[^1].Epoch != finished))
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture, $"expected a history of the {state.Epoch - 1} epochs before epoch {state.Epoch}, found {finished}; the checkpoint is damaged."));
        if (state.Batches == 0 != (state.Totals.Samples == 0) || state.Totals.Samples < state.Batches)
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture, $"expected at least one sample for each of {state.Batches} batches, found {state.Totals.Samples}; the checkpoint is damaged."));
        if (state.Best.Epoch > finished || state.BestParameters.Length > 0 && state.Best.Epoch == 0)
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture, $"expected a best epoch from 1 to {finished}, found {state.Best.Epoch}; the checkpoint is damaged."));
    }

    private static List<KeyValuePair<string, string>> ReadSettings(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Malformed("settings", "an object", element);
        List<KeyValuePair<string, string>> settings = [];
        foreach (JsonProperty property in element.EnumerateObject())
            settings.Add(new(property.Name, Text(property.Value, "settings")));
        return settings;
    }

    private static EpochTotals ReadTotals(JsonElement element)
    {
        Dictionary<string, JsonElement> totals = Properties(element, TotalsProperties, "totals");
        return new EpochTotals
        {
            LossSum = Number(totals["lossSum"], "totals.lossSum"),
            Weight = Finite(totals["weight"], "totals.weight"),
            Samples = (int)Integer(totals["samples"], "totals.samples", 0, int.MaxValue),
            Correct = (int)Integer(totals["correct"], "totals.correct", 0, int.MaxValue),
        };
    }

    private static OptimizerState ReadOptimizer(JsonElement element, int parameterCount, Func<string, int, float[]> readBuffer)
    {
        Dictionary<string, JsonElement> optimizer = Properties(element, OptimizerProperties, "optimizer");
        string type = Text(optimizer["type"], "optimizer.type");
        if (type.Length == 0)
            throw Malformed("optimizer.type", "a name", optimizer["type"]);
        JsonElement rate = optimizer["learningRate"];
        if (rate.ValueKind != JsonValueKind.Number || !rate.TryGetSingle(out float learningRate) || !(learningRate >= 0) || !float.IsFinite(learningRate))
            throw Malformed("optimizer.learningRate", "a float of at least 0", rate);
        int count = (int)Integer(optimizer["parameterCount"], "optimizer.parameterCount", 0, int.MaxValue);
        if (count != parameterCount)
            throw Malformed("optimizer.parameterCount", parameterCount.ToString(CultureInfo.InvariantCulture), optimizer["parameterCount"]);
        List<OptimizerBuffer> buffers = [];
        foreach (JsonElement name in Elements(optimizer["buffers"], "optimizer.buffers"))
            buffers.Add(new OptimizerBuffer(Text(name, "optimizer.buffers"), readBuffer(Text(name, "optimizer.buffers"), count)));
        return new OptimizerState(type, learningRate, Integer(optimizer["stepCount"], "optimizer.stepCount", 0, long.MaxValue), count, buffers);
    }

    private static BestEpochState ReadBest(JsonElement element)
    {
        Dictionary<string, JsonElement> best = Properties(element, BestProperties, "best");
        return new BestEpochState(Number(best["metric"], "best.metric"), (int)Integer(best["epoch"], "best.epoch", 0, int.MaxValue), (int)Integer(best["waited"], "best.waited", 0, int.MaxValue));
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement element, string[] expected, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Malformed(where, "an object", element);
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!expected.Contains(property.Name, StringComparer.Ordinal) || !found.TryAdd(property.Name, property.Value))
                throw new NetsmithFormatException($"{where}: expected each of the properties {string.Join(", ", expected)} once, found {FormatReader.Quote(property.Name)}.");
        }
        foreach (string name in expected)
        {
            if (!found.ContainsKey(name))
                throw new NetsmithFormatException($"{where}: expected the property '{name}', found none.");
        }
        return found;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Malformed(where, "an array", element);

    private static string Text(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Malformed(where, "a text", element);

    private static bool Boolean(JsonElement element, string where) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Malformed(where, "true or false", element);

    private static long Integer(JsonElement element, string where, long minimum, long maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long value) && value >= minimum && value <= maximum ? value
        : throw Malformed(where, string.Create(CultureInfo.InvariantCulture, $"an integer from {minimum} to {maximum}"), element);

    private static ulong Unsigned(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out ulong value) ? value : throw Malformed(where, "an unsigned 64-bit integer", element);

    private static double Finite(JsonElement element, string where) =>
        Number(element, where) is var value && double.IsFinite(value) && value >= 0 ? value : throw Malformed(where, "a finite number of at least 0", element);

    private static double Number(JsonElement element, string where)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value))
            return value;
        return element.ValueKind != JsonValueKind.String ? throw Malformed(where, "a number", element) : element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw Malformed(where, "a number", element),
        };
    }

    private static void WriteDouble(Utf8JsonWriter json, string? name, double value)
    {
        if (name is not null)
            json.WritePropertyName(name);
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static NetsmithFormatException Malformed(string where, string expected, JsonElement found) =>
        new($"{where}: expected {expected}, found {FormatReader.Quote(found.GetRawText())}.");
}
