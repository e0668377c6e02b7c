namespace Netsmith;

/// <summary>
/// y = σ(x) = 1/(1 + e⁻ˣ), in (0, 1). Elementwise, any shape.
/// PyTorch: <c>nn.Sigmoid()</c>.
/// </summary>
/// <remarks>Before a cross-entropy leave it out: <see cref="SigmoidCrossEntropyAttribute"/> takes the raw outputs.</remarks>
public sealed class SigmoidAttribute : LayerAttribute;
