namespace Netsmith;

/// <summary>
/// The cross-entropy of the softmax of the raw outputs and an integer class: L = −ln softmax(x)[label], mean over the batch.
/// Outputs: a vector [classes], at least 2; labels: 0 … classes − 1. PyTorch: <c>nn.CrossEntropyLoss(label_smoothing=s)</c>.
/// </summary>
/// <remarks>The softmax is part of the loss and of <c>Predict</c>: do not put <c>[Softmax]</c> before it.</remarks>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// How much of the target, at least 0 and below 1, is spread evenly over all classes: the target becomes
    /// (1 − s)·onehot + s/classes. 0 unless set.
    /// </summary>
    public double LabelSmoothing { get; set; }
}
