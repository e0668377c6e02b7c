namespace Netsmith;

/// <summary>
/// y = ln(1 + eˣ), computed without overflow for every x. Elementwise, any shape.
/// PyTorch: <c>nn.Softplus()</c>.
/// </summary>
public sealed class SoftplusAttribute : LayerAttribute;
