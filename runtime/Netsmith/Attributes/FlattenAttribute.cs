namespace Netsmith;

/// <summary>
/// Reads an input of any shape as one vector: [channels, height, width] becomes [channels·height·width], the last index fastest.
/// Costs nothing at run time. PyTorch: <c>nn.Flatten()</c>.
/// </summary>
public sealed class FlattenAttribute : LayerAttribute;
