using System.Text;
using System.Text.Json;

namespace Netsmith;

/// <summary>
/// What happens to a sample before the network sees it: an ordered list of steps. Fit it on the training set, apply it to every set,
/// save it beside the network and apply it again for prediction. It never changes, so any number of threads may use it.
/// </summary>
/// <example><code>
/// Preprocessing preparation = Preprocessing.Standardize(train);
/// network.Fit(preparation.Apply(train), new TrainingOptions { Validation = preparation.Apply(validation), … });
/// preparation.Save("model.preprocessing.json");
/// </code></example>
public sealed partial class Preprocessing
{
    private readonly PreprocessingStep[] _steps;

    private Preprocessing(params PreprocessingStep[] steps) => _steps = steps;

    /// <summary>No step at all.</summary>
    public static Preprocessing None { get; } = new();

    /// <summary>value · scale + offset for every value; raw pixels become 0 to 1 with scale 1/255.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added to the product.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static Preprocessing Scale(float scale, float offset = 0)
    {
        if (!float.IsFinite(scale))
            throw new ArgumentException("Expected a finite scale, found NaN or an infinity.", nameof(scale));
        if (!float.IsFinite(offset))
            throw new ArgumentException("Expected a finite offset, found NaN or an infinity.", nameof(offset));
        return new(new ScaleStep(scale, offset));
    }

    /// <summary>(value - mean) / deviation with a mean and a deviation for each feature, measured on a set.</summary>
    /// <param name="training">The training set.</param>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public static Preprocessing Standardize(Dataset training) => Standardize(Standardization.Fit(training));

    /// <summary>(value - mean) / deviation with a mean and a deviation for each feature.</summary>
    /// <param name="fitted">The numbers.</param>
    public static Preprocessing Standardize(Standardization fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        return new(new FeatureStep(fitted));
    }

    /// <summary>
    /// (value - mean) / deviation with one mean and one deviation for each channel, measured on a set: images keep their look. A sample
    /// of three dimensions has as many channels as its first says, any other sample one.
    /// </summary>
    /// <param name="training">The training set.</param>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public static Preprocessing StandardizeChannels(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        int channels = training.SampleShape.Length == 3 ? training.SampleShape[0] : 1;
        return new(new ChannelStep(ChannelStep.Fit(training, channels), training.SampleSize));
    }

    /// <summary>
    /// Each sample by itself: its mean becomes 0 and its deviation (divided by n) 1; a sample whose values are all the same becomes 0.
    /// </summary>
    public static Preprocessing StandardizeSamples() => new(new SampleStep());

    /// <summary>These steps and then others.</summary>
    /// <param name="next">What follows; fit it on data to which these steps were applied.</param>
    public Preprocessing Then(Preprocessing next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new([.. _steps, .. next._steps]);
    }

    /// <summary>Transforms one sample in place.</summary>
    /// <param name="sample">Its values.</param>
    /// <exception cref="ArgumentException">The steps were fitted on samples of another size.</exception>
    public void Apply(Span<float> sample)
    {
        foreach (PreprocessingStep step in _steps)
        {
            if (step.SampleSize != 0)
                CompilerServices.Check.Length(sample.Length, step.SampleSize, nameof(sample));
            step.Apply(sample);
        }
    }

    /// <summary>Transforms a copy of a sample, for prediction.</summary>
    /// <param name="sample">Its values; not changed.</param>
    /// <exception cref="ArgumentException">The steps were fitted on samples of another size.</exception>
    public float[] Transform(ReadOnlySpan<float> sample)
    {
        float[] copy = sample.ToArray();
        Apply(copy);
        return copy;
    }

    /// <summary>A copy of a set, as floats, with every sample transformed; labels and targets stay.</summary>
    /// <param name="data">The set.</param>
    /// <exception cref="ArgumentException">The steps were fitted on samples of another size, or a value becomes infinite.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Transform(Apply);
    }

    /// <summary>Writes the steps as JSON; whatever happens, the file holds its old content or the whole new one.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        string json = ToJson();
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NetsmithFormatException">The file is malformed.</exception>
    public static Preprocessing Load(string path)
    {
        using FileStream stream = FormatReader.Open(path);
        return Read(source => JsonDocument.Parse(stream, source), stream.Name);
    }

    /// <summary>The steps as JSON text.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartArray("steps");
            foreach (PreprocessingStep step in _steps)
                step.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="NetsmithFormatException">The text is malformed.</exception>
    public static Preprocessing FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(options => JsonDocument.Parse(json, options), "the JSON text");
    }

    /// <summary>The steps' names in order: "scale, standardize features".</summary>
    public override string ToString() => _steps.Length == 0 ? "none" : string.Join(", ", _steps.Select(static step => step.Name));

    private const string Format = "netsmith-preprocessing-1";

    private static Preprocessing Read(Func<JsonDocumentOptions, JsonDocument> parse, string source)
    {
        try
        {
            using JsonDocument document = parse(new JsonDocumentOptions { MaxDepth = 8 });
            StrictJson root = StrictJson.Root(document, source, Format, "steps");
            return new([.. root.TypedObjects("steps", PreprocessingStep.Properties).Select(PreprocessingStep.Read)]);
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
}
