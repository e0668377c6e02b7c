using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>Finds the place to look at when a loss is not finite.</summary>
internal static class Divergence
{
    /// <summary>The exception for a loss that is not finite.</summary>
    public static TrainingDivergedException Explain(ITrainableNetwork network, ReadOnlySpan<float> outputs, int epoch, int step, float loss, float learningRate)
    {
        (string? layer, string where) = Locate(network, outputs);
        return new TrainingDivergedException(epoch, step, loss, learningRate, layer, where);
    }

    /// <summary>Throws where parameters are not finite though the loss still is.</summary>
    public static void RequireFiniteParameters(ITrainableNetwork network, int epoch, int step, double loss)
    {
        if (LayerParameters.IndexOfNonFinite(network.Parameters) < 0)
            return;
        (string? layer, string where) = Locate(network, []);
        throw new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture,
            $"Training diverged: expected finite parameters to keep after epoch {epoch}, step {step}. {where} Use a lower learning rate, or clip the gradients."), epoch, step, loss, layer);
    }

    private static (string? Layer, string Where) Locate(ITrainableNetwork network, ReadOnlySpan<float> outputs)
    {
        NetworkSummary summary = network.Summary;
        (ParameterInfo? largest, float size) = (null, 0);
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            ReadOnlySpan<float> values = network.Parameters.Slice(parameter.Offset, parameter.Length);
            int index = LayerParameters.IndexOfNonFinite(values);
            if (index >= 0)
            {
                string layer = Name(summary, parameter);
                return (layer, string.Create(CultureInfo.InvariantCulture, $"The first parameters that are not finite are in {layer}: '{parameter.Name}' is {values[index]} at index {index}."));
            }
            foreach (float value in values)
            {
                if (Math.Abs(value) > size)
                    (largest, size) = (parameter, Math.Abs(value));
            }
        }
        if (largest is null)
            return (null, "");
        string suspect = Name(summary, largest);
        string found = LayerParameters.IndexOfNonFinite(outputs) >= 0 ? "an activation has overflowed" : "the loss itself has overflowed";
        return (suspect, string.Create(CultureInfo.InvariantCulture, $"All parameters are finite, so {found}; the largest parameter, {size}, is in {suspect}: '{largest.Name}'."));
    }

    private static string Name(NetworkSummary summary, ParameterInfo parameter)
    {
        string index = ParameterSelection.Layer(parameter.Name);
        LayerSummary? layer = summary.Layers.FirstOrDefault(candidate => candidate.Index.ToString(CultureInfo.InvariantCulture) == index);
        return layer is null ? $"'{parameter.Name}'" : $"layer {index}, {layer.Description}";
    }
}
