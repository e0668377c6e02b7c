namespace Netsmith;

/// <summary>One layer of a network.</summary>
/// <param name="Index">The position among the layer attributes, from 0.</param>
/// <param name="Type">The attribute's name: "Dense".</param>
/// <param name="Description">The attribute as written: "Dense(200)".</param>
/// <param name="OutputShape">The shape of one sample's output, without the batch.</param>
/// <param name="ParameterCount">The number of trained values.</param>
/// <param name="MultiplyAdds">The multiply-adds of one sample's forward pass.</param>
public sealed record LayerSummary(
    int Index, string Type, string Description, IReadOnlyList<int> OutputShape, int ParameterCount, long MultiplyAdds);
