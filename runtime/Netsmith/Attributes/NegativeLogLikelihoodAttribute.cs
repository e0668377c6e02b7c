namespace Netsmith;

/// <summary>
/// Minus the log-probability of an integer class: L = −y[label], mean over the batch. Outputs: a vector [classes] of
/// log-probabilities, at least 2; labels: 0 … classes − 1. PyTorch: <c>nn.NLLLoss()</c>.
/// </summary>
/// <remarks>
/// The last layer must be <c>[LogSoftmax]</c>, lest the loss fall without limit. <see cref="SoftmaxCrossEntropyAttribute"/> does the
/// work of both. <c>Predict</c> gives probabilities, not their logarithms.
/// </remarks>
public sealed class NegativeLogLikelihoodAttribute : LossAttribute;
