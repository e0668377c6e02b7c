using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Netsmith.CompilerServices;

/// <summary>
/// Saves and loads the parameters of generated networks: safetensors with the names of PyTorch's state dict, or, where the path ends
/// in .json, a document for people. Loading checks everything before it writes a single parameter.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelFile
{
    /// <summary>Saves a network (atomically: a failure leaves an existing file as it was).</summary>
    /// <param name="path">The file to create or replace; .json means JSON, everything else safetensors.</param>
    /// <param name="summary">The network.</param>
    /// <param name="parameters">Its flat parameters.</param>
    /// <exception cref="ArgumentException">The number of parameters is not the network's.</exception>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite.</exception>
    public static void Save(string path, NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        Prepare(summary, parameters);
        // A copy, because a span cannot cross into the lambda; saving is rare and a file larger than its network.
        float[] values = parameters.ToArray();
        bool json = IsJson(path);
        AtomicFile.Write(path, stream =>
        {
            if (json)
                JsonModelWriter.Write(stream, summary, values);
            else
                WriteSafeTensors(stream, summary, values);
        });
    }

    /// <summary>Saves a network as safetensors.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="summary">The network.</param>
    /// <param name="parameters">Its flat parameters.</param>
    /// <exception cref="ArgumentException">The number of parameters is not the network's.</exception>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite.</exception>
    public static void Save(Stream stream, NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Prepare(summary, parameters);
        WriteSafeTensors(stream, summary, parameters);
    }

    /// <summary>Loads a network; either every parameter is replaced or, with an exception, none.</summary>
    /// <param name="path">The file; .json means JSON, everything else safetensors (F32, F64, F16 or BF16).</param>
    /// <param name="summary">The network.</param>
    /// <param name="parameters">Receives its flat parameters.</param>
    /// <exception cref="NetsmithFormatException">The file is malformed, or belongs to another network: the message names the tensor and both shapes.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">The number of parameters is not the network's.</exception>
    public static void Load(string path, NetworkSummary summary, Span<float> parameters)
    {
        using FileStream stream = FormatReader.Open(path);
        if (IsJson(path))
            LoadJson(stream, summary, parameters);
        else
            Load(stream, summary, parameters);
    }

    /// <summary>Loads a network from safetensors; either every parameter is replaced or, with an exception, none.</summary>
    /// <param name="stream">The stream, which is read to its end.</param>
    /// <param name="summary">The network.</param>
    /// <param name="parameters">Receives its flat parameters.</param>
    /// <exception cref="NetsmithFormatException">The content is malformed, or belongs to another network: the message names the tensor and both shapes.</exception>
    /// <exception cref="ArgumentException">The number of parameters is not the network's.</exception>
    public static void Load(Stream stream, NetworkSummary summary, Span<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckCount(summary, parameters.Length);
        SafeTensors content = SafeTensors.Read(stream);
        var errors = new FormatReader(Stream.Null, FormatReader.NameOf(stream));
        foreach (string name in content.Tensors.Keys)
        {
            if (!summary.Parameters.Any(parameter => parameter.Name == name))
                throw errors.Error($"expected the tensors of {summary.Name} ({Names(summary)}), found one more, {FormatReader.Quote(name)}; the file belongs to another network.");
        }
        float[] staged = new float[parameters.Length];
        foreach (ParameterInfo parameter in summary.Parameters)
            ReadTensor(content, parameter, staged.AsSpan(parameter.Offset, parameter.Length), summary, errors);
        staged.CopyTo(parameters);
    }

    private static void ReadTensor(SafeTensors content, ParameterInfo parameter, Span<float> destination, NetworkSummary summary, FormatReader errors)
    {
        if (!content.Tensors.TryGetValue(parameter.Name, out NumericArray? tensor))
            throw errors.Error($"expected the tensor '{parameter.Name}' of shape {ShapeText.Format(parameter.Shape)} for {summary.Name}, found none of that name; the file has {content.Tensors.Count} tensors.");
        if (!tensor.Shape.SequenceEqual(parameter.Shape))
        {
            string hint = tensor.Shape.Reverse().SequenceEqual(parameter.Shape) ? "it is transposed: weights are [out, in]" : "the file belongs to another network";
            throw errors.Error($"expected tensor '{parameter.Name}' of shape {ShapeText.Format(parameter.Shape)}, found {ShapeText.Format(tensor.Shape)}; {hint}.");
        }
        if (tensor.Type is not (NumericType.Float32 or NumericType.Float64 or NumericType.Float16 or NumericType.BFloat16))
            throw errors.Error($"expected tensor '{parameter.Name}' as F32, F64, F16 or BF16, found {tensor.Type}.");
        tensor.ToSingles().CopyTo(destination);
        int index = LayerParameters.IndexOfNonFinite(destination);
        if (index >= 0)
            throw errors.Error($"expected finite values in tensor '{parameter.Name}', found {tensor.ToDoubles()[index]} at index {index}, which is not a finite float.");
    }

    private static void LoadJson(FileStream stream, NetworkSummary summary, Span<float> parameters)
    {
        CheckCount(summary, parameters.Length);
        var file = new FormatReader(stream, stream.Name);
        byte[] utf8 = file.ReadBlock(stream.Length, "JSON");
        JsonModelReader.Read(utf8, file, summary).CopyTo(parameters);
    }

    private static void WriteSafeTensors(Stream stream, NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        List<KeyValuePair<string, NumericArray>> tensors = [];
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(parameters.Slice(parameter.Offset, parameter.Length));
            tensors.Add(new(parameter.Name, new NumericArray(NumericType.Float32, [.. parameter.Shape], bytes.ToArray())));
        }
        SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["network"] = summary.Name, ["producer"] = "Netsmith" });
    }

    private static void Prepare(NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        CheckCount(summary, parameters.Length);
        LayerParameters.RequireFinite(summary, parameters);
    }

    private static void CheckCount(NetworkSummary summary, int count)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Check.Length(count, summary.ParameterCount, "parameters");
    }

    private static bool IsJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
    }

    private static string Names(NetworkSummary summary) => string.Join(", ", summary.Parameters.Select(static parameter => parameter.Name));
}
