namespace Netsmith;

/// <summary>Which of a network's tensors belong to which layer: "0.weight" is the tensor "weight" of layer 0.</summary>
internal static class LayerParameters
{
    /// <summary>The tensors of one layer with their names inside it, in order.</summary>
    public static IEnumerable<(string Key, ParameterInfo Parameter)> Of(NetworkSummary summary, LayerSummary layer)
    {
        string prefix = FormattableString.Invariant($"{layer.Index}.");
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            if (parameter.Name.StartsWith(prefix, StringComparison.Ordinal))
                yield return (parameter.Name[prefix.Length..], parameter);
        }
    }

    /// <summary>Refuses to save a network that has diverged: nothing could load the file.</summary>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite; the message names its tensor.</exception>
    public static void RequireFinite(NetworkSummary summary, ReadOnlySpan<float> parameters)
    {
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            int index = IndexOfNonFinite(parameters.Slice(parameter.Offset, parameter.Length));
            if (index >= 0)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Expected finite parameters to save, found {parameters[parameter.Offset + index]} in '{parameter.Name}' at index {index}; the training has diverged."));
            }
        }
    }

    /// <summary>The first NaN or infinity; -1 where all values are finite.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }
        return -1;
    }
}
