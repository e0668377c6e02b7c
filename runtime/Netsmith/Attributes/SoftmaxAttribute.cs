namespace Netsmith;

/// <summary>
/// yᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x): the outputs of a vector [n] are positive and sum to 1. Over the last axis.
/// PyTorch: <c>nn.Softmax(dim=-1)</c>.
/// </summary>
/// <remarks>Before a cross-entropy leave it out: <see cref="SoftmaxCrossEntropyAttribute"/> takes the raw outputs.</remarks>
public sealed class SoftmaxAttribute : LayerAttribute;
