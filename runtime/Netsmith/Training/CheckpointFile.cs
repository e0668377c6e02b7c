using System.Runtime.InteropServices;

namespace Netsmith;

/// <summary>
/// A checkpoint as a file: safetensors with the network's tensors as "network.0.weight", those of the best epoch as "best.0.weight"
/// and the optimizer's buffers as "optimizer.exp_avg", and three texts: the format, the state and the history.
/// </summary>
internal static class CheckpointFile
{
    private const string Format = "netsmith-checkpoint-1", NetworkPrefix = "network.", BestPrefix = "best.", OptimizerPrefix = "optimizer.";

    private static readonly string[] Texts = ["format", "history", "state"];

    public static void Write(string path, NetworkSummary summary, CheckpointState state) =>
        AtomicFile.Write(path, stream => Write(stream, summary, state));

    public static void Write(Stream stream, NetworkSummary summary, CheckpointState state)
    {
        List<KeyValuePair<string, NumericArray>> tensors = [];
        AddNetwork(tensors, NetworkPrefix, summary, state.Parameters);
        if (state.BestParameters.Length > 0)
            AddNetwork(tensors, BestPrefix, summary, state.BestParameters);
        foreach (OptimizerBuffer buffer in state.Optimizer.Buffers)
            tensors.Add(new(OptimizerPrefix + buffer.Name, Tensor([buffer.Values.Length], buffer.Values)));
        SafeTensors.Write(stream, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["history"] = state.History.ToJson(),
            ["state"] = CheckpointJson.Write(state),
        });
    }

    /// <exception cref="NetsmithFormatException">The file is malformed, or the checkpoint of another network.</exception>
    public static CheckpointState Read(string path, NetworkSummary summary)
    {
        using FileStream stream = FormatReader.Open(path);
        return Read(stream, summary);
    }

    /// <exception cref="NetsmithFormatException">The content is malformed, or the checkpoint of another network.</exception>
    public static CheckpointState Read(Stream stream, NetworkSummary summary)
    {
        SafeTensors content = SafeTensors.Read(stream);
        string name = FormatReader.NameOf(stream);
        var file = new FormatReader(Stream.Null, name);
        if (!content.Metadata.TryGetValue("format", out string? format) || format != Format)
            throw file.Error($"expected a checkpoint of training, '{Format}', found {(format is null ? "a safetensors file without a format" : FormatReader.Quote(format))}.");
        foreach (string text in Texts)
        {
            if (!content.Metadata.ContainsKey(text))
                throw file.Error($"expected the text '{text}', found none; the checkpoint is damaged.");
        }
        TrainingHistory history = TrainingHistoryJson.Read(content.Metadata["history"], name);
        int expected = summary.Parameters.Count;
        float[] parameters = ReadNetwork(content, NetworkPrefix, summary, file);
        float[] best = [];
        if (content.Tensors.Keys.Any(static key => key.StartsWith(BestPrefix, StringComparison.Ordinal)))
        {
            best = ReadNetwork(content, BestPrefix, summary, file);
            expected += summary.Parameters.Count;
        }
        CheckpointState state = CheckpointJson.Read(content.Metadata["state"], name, history, parameters, best, (buffer, count) =>
        {
            expected++;
            return ReadTensor(content, OptimizerPrefix + buffer, [count], file);
        });
        if (content.Tensors.Count != expected)
            throw file.Error($"expected {expected} tensors, found {content.Tensors.Count}; the checkpoint is damaged or belongs to another network.");
        return state;
    }

    private static void AddNetwork(List<KeyValuePair<string, NumericArray>> tensors, string prefix, NetworkSummary summary, float[] parameters)
    {
        foreach (ParameterInfo parameter in summary.Parameters)
            tensors.Add(new(prefix + parameter.Name, Tensor([.. parameter.Shape], parameters.AsSpan(parameter.Offset, parameter.Length))));
    }

    private static NumericArray Tensor(int[] shape, ReadOnlySpan<float> values) =>
        new(NumericType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    private static float[] ReadNetwork(SafeTensors content, string prefix, NetworkSummary summary, FormatReader file)
    {
        float[] parameters = new float[summary.ParameterCount];
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            float[] values = ReadTensor(content, prefix + parameter.Name, parameter.Shape, file);
            int index = LayerParameters.IndexOfNonFinite(values);
            if (index >= 0)
                throw file.Error($"expected finite values in tensor '{prefix}{parameter.Name}', found {values[index]} at index {index}.");
            values.CopyTo(parameters, parameter.Offset);
        }
        return parameters;
    }

    private static float[] ReadTensor(SafeTensors content, string name, IReadOnlyList<int> shape, FormatReader file)
    {
        if (!content.Tensors.TryGetValue(name, out NumericArray? tensor))
            throw file.Error($"expected the tensor {FormatReader.Quote(name)} of shape {ShapeText.Format(shape)}, found none of that name; the checkpoint is damaged or belongs to another network.");
        if (tensor.Type != NumericType.Float32 || !tensor.Shape.SequenceEqual(shape))
            throw file.Error($"expected the tensor {FormatReader.Quote(name)} as F32 of shape {ShapeText.Format(shape)}, found {tensor.Type} of shape {ShapeText.Format(tensor.Shape)}; the checkpoint belongs to another network.");
        return tensor.ToSingles();
    }
}
