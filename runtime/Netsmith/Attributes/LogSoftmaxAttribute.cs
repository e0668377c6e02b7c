namespace Netsmith;

/// <summary>
/// yᵢ = (xᵢ − max x) − ln Σⱼ e^(xⱼ − max x): the logarithm of the softmax of a vector [n]. Over the last axis.
/// PyTorch: <c>nn.LogSoftmax(dim=-1)</c>.
/// </summary>
public sealed class LogSoftmaxAttribute : LayerAttribute;
