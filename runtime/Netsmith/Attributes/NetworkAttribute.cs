namespace Netsmith;

/// <summary>
/// Marks a partial class as a neural network and gives the shape of one input sample, without the batch. The layer attributes
/// that follow on the same declaration are the network, in reading order; a loss attribute at the end makes it trainable.
/// </summary>
/// <remarks>
/// Image shapes are channels first, as in PyTorch: <c>[Network(1, 28, 28)]</c> is one grey image of 28 by 28 pixels,
/// <c>[Network(784)]</c> a vector of 784 features. Without a loss attribute only inference members are generated.
/// </remarks>
/// <example>
/// <code>
/// [Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
/// public sealed partial class DigitClassifier;
/// </code>
/// </example>
/// <param name="inputShape">The sizes of the dimensions of one sample, each at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute(params int[] inputShape) : Attribute
{
    /// <summary>The sizes of the dimensions of one input sample, without the batch; images are channels first.</summary>
    public int[] InputShape { get; } = inputShape;

    /// <summary>
    /// Whether the trainer also computes the gradient of the loss with respect to its inputs, shape [batch, input size].
    /// Off by default, since the first layer's backward pass is cheaper without it.
    /// </summary>
    public bool InputGradient { get; set; }

    /// <summary>
    /// Whether evaluating one sample skips inputs that are zero: several times faster where most are, as in images of digits.
    /// The first layer must be <c>Dense</c>. Off by default: it keeps a second, transposed copy of that layer's weight.
    /// </summary>
    /// <remarks>
    /// The copy follows every training step, every load, and every use of <c>Parameters</c> and <c>GetParameter</c>. A span
    /// taken before a prediction must be taken again before writing to it after that prediction.
    /// </remarks>
    public bool SparseInput { get; set; }
}
