namespace Netsmith;

/// <summary>
/// y = min(max(x/6 + 1/2, 0), 1). Elementwise, any shape.
/// PyTorch: <c>nn.Hardsigmoid()</c>.
/// </summary>
public sealed class HardSigmoidAttribute : LayerAttribute;
