namespace Netsmith;

/// <summary>
/// y = x where x &gt; 0, otherwise α·(eˣ − 1). Elementwise, any shape.
/// PyTorch: <c>nn.ELU(alpha)</c>.
/// </summary>
/// <param name="alpha">The scale α of the negative branch, which tends to −α; 1 unless given.</param>
public sealed class EluAttribute(double alpha = 1) : LayerAttribute
{
    /// <summary>The scale α of the negative branch, which tends to −α; 1 unless given.</summary>
    public double Alpha { get; } = alpha;
}
