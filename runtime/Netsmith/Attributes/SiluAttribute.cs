namespace Netsmith;

/// <summary>
/// y = x·σ(x) = x/(1 + e⁻ˣ), also called swish. Elementwise, any shape.
/// PyTorch: <c>nn.SiLU()</c>.
/// </summary>
public sealed class SiluAttribute : LayerAttribute;
