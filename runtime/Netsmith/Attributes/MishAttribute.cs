namespace Netsmith;

/// <summary>
/// y = x·tanh(softplus(x)) = x·tanh(ln(1 + eˣ)). Elementwise, any shape.
/// PyTorch: <c>nn.Mish()</c>.
/// </summary>
public sealed class MishAttribute : LayerAttribute;
