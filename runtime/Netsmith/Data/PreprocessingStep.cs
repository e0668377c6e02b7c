using System.Text.Json;

namespace Netsmith;

/// <summary>One step of a <see cref="Preprocessing"/>, with its JSON form.</summary>
internal abstract class PreprocessingStep
{
    private const string ScaleType = "scale", FeatureType = "standardize-features", ChannelType = "standardize-channels", SampleType = "standardize-samples";

    /// <summary>The name for people.</summary>
    public abstract string Name { get; }

    /// <summary>The size of a sample this was fitted on; 0 where any will do.</summary>
    public virtual int SampleSize => 0;

    /// <summary>Transforms a sample of the right size in place.</summary>
    public abstract void Apply(Span<float> sample);

    /// <summary>Writes the step.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>The JSON properties of a type of step besides "type"; null for an unknown one.</summary>
    public static string[]? Properties(string type) => type switch
    {
        ScaleType => ["scale", "offset"],
        FeatureType => ["mean", "deviation"],
        ChannelType => ["mean", "deviation", "sampleSize"],
        SampleType => [],
        _ => null,
    };

    /// <summary>Reads a step.</summary>
    public static PreprocessingStep Read(StrictJson json) => json.Text("type") switch
    {
        ScaleType => new ScaleStep(json.Float("scale"), json.Float("offset")),
        FeatureType => new FeatureStep(ReadNumbers(json)),
        ChannelType => ReadChannels(json),
        _ => new SampleStep(),
    };

    protected static void WriteStart(Utf8JsonWriter json, PreprocessingStep step)
    {
        json.WriteStartObject();
        json.WriteString("type", step switch
        {
            ScaleStep => ScaleType,
            FeatureStep => FeatureType,
            ChannelStep => ChannelType,
            _ => SampleType,
        });
    }

    protected static void WriteNumbers(Utf8JsonWriter json, Standardization numbers)
    {
        WriteArray(json, "mean", numbers.Mean);
        WriteArray(json, "deviation", numbers.Deviation);
    }

    private static void WriteArray(Utf8JsonWriter json, string name, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static Standardization ReadNumbers(StrictJson json)
    {
        float[] mean = json.Floats("mean"), deviation = json.Floats("deviation");
        if (mean.Length == 0)
            throw json.Error("mean", "at least one number", "none");
        if (deviation.Length != mean.Length)
            throw json.Error("deviation", $"{mean.Length} numbers, as many as means", $"{deviation.Length}");
        if (deviation.Any(static value => value < 0))
            throw json.Error("deviation", "numbers of at least 0", "a negative one");
        return new(mean, deviation);
    }

    private static ChannelStep ReadChannels(StrictJson json)
    {
        Standardization numbers = ReadNumbers(json);
        int size = json.Integer("sampleSize", 1);
        return size % numbers.Mean.Length == 0
            ? new(numbers, size)
            : throw json.Error("sampleSize", $"a multiple of {numbers.Mean.Length}, the number of channels", $"{size}");
    }
}

/// <summary>value · scale + offset.</summary>
internal sealed class ScaleStep(float scale, float offset) : PreprocessingStep
{
    public override string Name => "scale";

    public override void Apply(Span<float> sample)
    {
        foreach (ref float value in sample)
            value = value * scale + offset;
    }

    public override void Write(Utf8JsonWriter json)
    {
        WriteStart(json, this);
        json.WriteNumber("scale", scale);
        json.WriteNumber("offset", offset);
        json.WriteEndObject();
    }
}

/// <summary>(value - mean) / deviation, feature by feature.</summary>
internal sealed class FeatureStep(Standardization numbers) : PreprocessingStep
{
    public override string Name => "standardize features";

    public override int SampleSize => numbers.Mean.Length;

    public override void Apply(Span<float> sample) => numbers.Apply(sample);

    public override void Write(Utf8JsonWriter json)
    {
        WriteStart(json, this);
        WriteNumbers(json, numbers);
        json.WriteEndObject();
    }
}

/// <summary>(value - mean) / deviation, channel by channel.</summary>
internal sealed class ChannelStep(Standardization numbers, int sampleSize) : PreprocessingStep
{
    public override string Name => "standardize channels";

    public override int SampleSize => sampleSize;

    /// <summary>The mean and deviation of all values of a channel.</summary>
    public static Standardization Fit(Dataset data, int channels)
    {
        if (data.Count == 0)
            throw new InvalidOperationException("Expected at least one sample to fit a standardization on, found none.");
        int size = data.SampleSize / channels;
        double[] mean = new double[channels], variance = new double[channels];
        float[] sample = new float[data.SampleSize];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopySample(i, sample);
            for (int k = 0; k < sample.Length; k++)
                mean[k / size] += sample[k];
        }
        double count = (double)data.Count * size;
        for (int channel = 0; channel < channels; channel++)
            mean[channel] /= count;
        // A second pass over the deviations from the mean: the difference of two large sums would lose all digits.
        for (int i = 0; i < data.Count; i++)
        {
            data.CopySample(i, sample);
            for (int k = 0; k < sample.Length; k++)
                variance[k / size] += (sample[k] - mean[k / size]) * (sample[k] - mean[k / size]);
        }
        return new(
            Array.ConvertAll(mean, static value => (float)value),
            Array.ConvertAll(variance, value => (float)Math.Sqrt(value / count)));
    }

    public override void Apply(Span<float> sample)
    {
        int size = sample.Length / numbers.Mean.Length;
        for (int channel = 0; channel < numbers.Mean.Length; channel++)
        {
            float mean = numbers.Mean[channel];
            float deviation = numbers.Deviation[channel] == 0 ? 1 : numbers.Deviation[channel];
            foreach (ref float value in sample.Slice(channel * size, size))
                value = (value - mean) / deviation;
        }
    }

    public override void Write(Utf8JsonWriter json)
    {
        WriteStart(json, this);
        WriteNumbers(json, numbers);
        json.WriteNumber("sampleSize", sampleSize);
        json.WriteEndObject();
    }
}

/// <summary>(value - the sample's mean) / the sample's deviation.</summary>
internal sealed class SampleStep : PreprocessingStep
{
    public override string Name => "standardize samples";

    public override void Apply(Span<float> sample)
    {
        double mean = 0, variance = 0;
        foreach (float value in sample)
            mean += value;
        mean /= Math.Max(sample.Length, 1);
        foreach (float value in sample)
            variance += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(variance / Math.Max(sample.Length, 1));
        foreach (ref float value in sample)
            value = (float)((value - mean) / (deviation == 0 ? 1 : deviation));
    }

    public override void Write(Utf8JsonWriter json)
    {
        WriteStart(json, this);
        json.WriteEndObject();
    }
}
