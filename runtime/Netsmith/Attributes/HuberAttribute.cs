namespace Netsmith;

/// <summary>
/// L = ½·(y − t)² where |y − t| ≤ δ, otherwise δ·(|y − t| − ½·δ); mean over all elements. Outputs and targets have the same shape.
/// PyTorch: <c>nn.HuberLoss(delta=δ)</c>.
/// </summary>
/// <param name="delta">Where the square passes into a straight line, above 0; 1 unless given.</param>
public sealed class HuberAttribute(double delta = 1) : LossAttribute
{
    /// <summary>Where the square passes into a straight line, above 0; 1 unless given.</summary>
    public double Delta { get; } = delta;
}
