namespace Netsmith;

/// <summary>
/// How far the outputs y, log-probabilities, are from the target probabilities t: L = Σⱼ tⱼ·(ln tⱼ − yⱼ) with 0·ln 0 = 0, mean over the
/// batch. Outputs and targets: vectors [classes], at least 2; targets in [0, 1], the sum of a sample's being 1.
/// PyTorch: <c>nn.KLDivLoss(reduction="batchmean")</c>.
/// </summary>
/// <remarks>
/// The last layer must be <c>[LogSoftmax]</c>, lest the loss fall without limit. <see cref="SoftTargetCrossEntropyAttribute"/> does the
/// work of both with the same gradient; the losses differ by the entropy of the targets. <c>Predict</c> gives probabilities, not their
/// logarithms.
/// </remarks>
public sealed class KullbackLeiblerDivergenceAttribute : LossAttribute;
