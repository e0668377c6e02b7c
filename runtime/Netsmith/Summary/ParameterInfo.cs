namespace Netsmith;

/// <summary>One tensor among a network's flat parameters.</summary>
/// <param name="Name">The name of PyTorch's state dict: layer index and role, "0.weight".</param>
/// <param name="Shape">The shape; [out, in] for the weights of a dense layer.</param>
/// <param name="Offset">Where it begins among the flat parameters.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, int Offset)
{
    /// <summary>The number of values: the product of the shape.</summary>
    public int Length { get; } = ShapeText.Size(Shape);
}
