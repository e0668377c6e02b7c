namespace Netsmith;

/// <summary>
/// The cross-entropy of each output y, a probability, and its target t in [0, 1]: L = −t·ln y − (1 − t)·ln(1 − y), mean over all
/// elements. No logarithm is below −100. Outputs and targets have the same shape. PyTorch: <c>nn.BCELoss()</c>.
/// </summary>
/// <remarks>
/// The last layer must be <c>[Sigmoid]</c> or another whose outputs are probabilities. Better leave it out and use
/// <see cref="SigmoidCrossEntropyAttribute"/>, the same function of the values before the sigmoid: it also learns where the sigmoid
/// is rounded to 0 or 1 and the gradient of this loss vanishes.
/// </remarks>
public sealed class BinaryCrossEntropyAttribute : LossAttribute;
