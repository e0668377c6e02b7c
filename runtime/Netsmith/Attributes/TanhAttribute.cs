namespace Netsmith;

/// <summary>
/// y = tanh(x), in (−1, 1). Elementwise, any shape.
/// PyTorch: <c>nn.Tanh()</c>.
/// </summary>
public sealed class TanhAttribute : LayerAttribute;
