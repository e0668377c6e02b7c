namespace Netsmith;

/// <summary>
/// y = max(x, 0). Elementwise, any shape. The derivative at 0 is 0.
/// PyTorch: <c>nn.ReLU()</c>.
/// </summary>
public sealed class ReluAttribute : LayerAttribute;
