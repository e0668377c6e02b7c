namespace Netsmith;

/// <summary>
/// The cross-entropy of the sigmoid of each raw output x and its target t in [0, 1]:
/// L = max(x, 0) − x·t + ln(1 + e^−|x|), mean over all elements. Outputs and targets have the same shape [n].
/// The sigmoid is part of the loss: do not put <c>[Sigmoid]</c> before it.
/// PyTorch: <c>nn.BCEWithLogitsLoss()</c>.
/// </summary>
public sealed class SigmoidCrossEntropyAttribute : LossAttribute;
