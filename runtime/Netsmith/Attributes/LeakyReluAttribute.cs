namespace Netsmith;

/// <summary>
/// y = x where x &gt; 0, otherwise slope·x. Elementwise, any shape. The derivative at 0 is the slope.
/// PyTorch: <c>nn.LeakyReLU(negative_slope)</c>.
/// </summary>
/// <param name="slope">The factor of negative inputs; 0.01 unless given.</param>
public sealed class LeakyReluAttribute(double slope = 0.01) : LayerAttribute
{
    /// <summary>The factor of negative inputs; 0.01 unless given.</summary>
    public double Slope { get; } = slope;
}
