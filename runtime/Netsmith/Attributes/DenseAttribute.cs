namespace Netsmith;

/// <summary>
/// A fully connected layer: y = W·x + b. Input: a vector [in]; output: a vector [<see cref="OutFeatures"/>].
/// </summary>
/// <remarks>
/// Parameters <c>weight</c> [out, in] and <c>bias</c> [out], in the order and layout of PyTorch's <c>nn.Linear(in, out)</c>.
/// An image must be flattened first: insert <c>[Flatten]</c>.
/// </remarks>
/// <param name="outFeatures">How many outputs the layer has, at least 1.</param>
public sealed class DenseAttribute(int outFeatures) : LayerAttribute
{
    /// <summary>How many outputs the layer has, at least 1.</summary>
    public int OutFeatures { get; } = outFeatures;

    /// <summary>Whether the layer adds a bias; true by default. PyTorch: <c>bias=True</c>.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the parameters of a new network are drawn; PyTorch's default for <c>nn.Linear</c> unless set.</summary>
    public Initializer Init { get; set; } = Initializer.PyTorch;

    /// <summary>
    /// The standard deviation of <see cref="Initializer.Normal"/>, the bound of <see cref="Initializer.Uniform"/> or the value of
    /// <see cref="Initializer.Constant"/>; the other initializers do not use it. 1 unless set.
    /// </summary>
    public double InitScale { get; set; } = 1;
}
