namespace Netsmith;

/// <summary>
/// y = λ·x where x &gt; 0, otherwise λ·α·(eˣ − 1), with λ = 1.0507009873554805 and α = 1.6732632423543772. Elementwise, any shape.
/// PyTorch: <c>nn.SELU()</c>.
/// </summary>
/// <remarks>Meant for weights drawn by <see cref="Initializer.LeCunNormal"/>.</remarks>
public sealed class SeluAttribute : LayerAttribute;
