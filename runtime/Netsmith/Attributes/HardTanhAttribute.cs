namespace Netsmith;

/// <summary>
/// y = min(max(x, −1), 1). Elementwise, any shape.
/// PyTorch: <c>nn.Hardtanh()</c>.
/// </summary>
public sealed class HardTanhAttribute : LayerAttribute;
