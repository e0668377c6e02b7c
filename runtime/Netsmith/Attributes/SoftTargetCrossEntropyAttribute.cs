namespace Netsmith;

/// <summary>
/// The cross-entropy of the softmax of the raw outputs x and a probability t for each class: L = −Σⱼ tⱼ·ln softmax(x)ⱼ, mean over the
/// batch. Outputs and targets: vectors [classes], at least 2; targets in [0, 1], the sum of a sample's being 1 (others are taken as
/// they are). PyTorch: <c>nn.CrossEntropyLoss()</c> with probabilities as targets.
/// </summary>
/// <remarks>
/// For labels that are not certain: another network's answers, mixed samples, votes. <c>Dataset.ToOneHot</c> makes such targets of
/// labels. An answer is right where its likeliest class is the target's. The softmax is part of the loss and of <c>Predict</c>: do not
/// put <c>[Softmax]</c> before it.
/// </remarks>
public sealed class SoftTargetCrossEntropyAttribute : LossAttribute;
