using System.Globalization;
using System.Runtime.InteropServices;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// What decides how a run goes on, as names and texts: two runs with equal settings and equal state end with equal bits. The number
/// of epochs is not among it, so that a finished run can be prolonged.
/// </summary>
internal static class CheckpointSettings
{
    /// <summary>Samples whose features enter a data set's fingerprint; labels, targets and weights enter all.</summary>
    private const int HashedSamples = 256;

    public static List<KeyValuePair<string, string>> Of(ITrainableNetwork network, Dataset training, Dataset? validation, TrainingOptions options)
    {
        NetworkSummary summary = network.Summary;
        return
        [
            new("network", Text($"{summary.Name} {ShapeText.Format(summary.InputShape)} {string.Join(", ", summary.Layers.Select(static layer => layer.Description))}, {summary.Loss}")),
            new("training data", Describe(training)),
            new("validation data", validation is null ? "none" : Describe(validation)),
            new("batch size", Text($"{options.BatchSize}")),
            new("shuffle", options.Shuffle ? Text($"seed {options.Seed}") : "off"),
            new("optimizer", options.Optimizer.ToString()),
            new("schedule", Describe(options)),
            new("early stopping", options.EarlyStopping is { } stop ? Text($"{stop.Metric}, patience {stop.Patience}, delta {stop.MinDelta}, best {stop.RestoreBest}") : "off"),
            new("best only", options.Checkpoint is { BestOnly: true } checkpoint ? Text($"{checkpoint.Metric}") : "off"),
            new("clipping", options.ClipValue is float limit ? Text($"value {limit}") : options.ClipNorm is float norm ? Text($"norm {norm}") : "off"),
            new("accumulation", Text($"{options.AccumulationSteps}")),
            new("frozen", string.Join(", ", options.FrozenParameters.Order(StringComparer.Ordinal))),
            new("rate factors", options.LearningRateFactors is null ? "" : string.Join(", ", options.LearningRateFactors.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => Text($"{pair.Key} {pair.Value}")))),
            new("class weights", options.ClassWeights is null ? "" : string.Join(", ", options.ClassWeights.Select(static weight => Text($"{weight}")))),
        ];
    }

    /// <exception cref="ArgumentException">Something differs; the message names it with both values.</exception>
    public static void RequireEqual(IReadOnlyList<KeyValuePair<string, string>> stored, List<KeyValuePair<string, string>> current, string path)
    {
        foreach ((string name, string value) in current)
        {
            string? before = stored.FirstOrDefault(setting => setting.Key == name).Value;
            if (before != value)
            {
                throw new ArgumentException($"Expected the settings that '{path}' was written with, found another {name}: it was {FormatReader.Quote(before ?? "")} and is {FormatReader.Quote(value)}. "
                    + "Continue with the same settings and data, or begin a new run in another folder.", "options");
            }
        }
    }

    private static string Describe(Dataset data)
    {
        var hash = new Fnv();
        hash.Add(MemoryMarshal.AsBytes(data.Labels));
        hash.Add(MemoryMarshal.AsBytes(data.Targets));
        hash.Add(MemoryMarshal.AsBytes(data.SampleWeights));
        int count = Math.Min(data.Count, HashedSamples);
        float[] sample = new float[data.SampleSize];
        for (int i = 0; i < count; i++)
        {
            data.CopySample((int)((long)i * data.Count / count), sample);
            hash.Add(MemoryMarshal.AsBytes(sample.AsSpan()));
        }
        return Text($"{data}, {hash.Value:x16}");
    }

    private static string Describe(TrainingOptions options)
    {
        if (options.Schedule is not { } schedule)
            return "none";
        // The rates themselves at positions that lie ever farther apart, since a schedule may be the user's own.
        var hash = new Fnv();
        (long position, long next) = (0, 1);
        while (position < 1_000_000)
        {
            hash.Add(BitConverter.GetBytes(schedule.GetRate(options.Optimizer.LearningRate, position)));
            hash.Add(BitConverter.GetBytes(schedule.GetMomentum(position) ?? -1));
            (position, next) = (next, position + next + 1);
        }
        return Text($"{schedule}, each {schedule.Interval}, {hash.Value:x16}{(options.ScheduleMetric is TrainingMetric metric ? $", {metric}" : "")}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>FNV-1a with 64 bits: enough to notice a mistake.</summary>
    private struct Fnv()
    {
        public ulong Value { get; private set; } = 0xCBF29CE484222325;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            ulong value = Value;
            foreach (byte b in bytes)
                value = (value ^ b) * 0x100000001B3;
            Value = value;
        }
    }
}
