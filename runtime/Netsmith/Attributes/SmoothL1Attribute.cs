namespace Netsmith;

/// <summary>
/// L = ½·(y − t)²/β where |y − t| &lt; β, otherwise |y − t| − ½·β; mean over all elements. Outputs and targets have the same shape.
/// PyTorch: <c>nn.SmoothL1Loss(beta=β)</c>.
/// </summary>
/// <param name="beta">Where the square passes into a straight line, above 0; 1 unless given.</param>
public sealed class SmoothL1Attribute(double beta = 1) : LossAttribute
{
    /// <summary>Where the square passes into a straight line, above 0; 1 unless given.</summary>
    public double Beta { get; } = beta;
}
