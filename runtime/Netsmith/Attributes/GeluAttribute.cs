namespace Netsmith;

/// <summary>
/// y = x·Φ(x), where Φ is the normal distribution function: x/2·(1 + erf(x/√2)). Elementwise, any shape.
/// PyTorch: <c>nn.GELU()</c>, or <c>nn.GELU(approximate="tanh")</c> with <see cref="Approximate"/>.
/// </summary>
public sealed class GeluAttribute : LayerAttribute
{
    /// <summary>Whether to use x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))) instead of the exact function; false by default.</summary>
    public bool Approximate { get; set; }
}
