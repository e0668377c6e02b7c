namespace Netsmith;

/// <summary>
/// y = x/(1 + |x|), in (−1, 1). Elementwise, any shape.
/// PyTorch: <c>nn.Softsign()</c>.
/// </summary>
public sealed class SoftsignAttribute : LayerAttribute;
