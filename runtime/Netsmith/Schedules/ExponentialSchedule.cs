namespace Netsmith;

/// <summary>rate = base·γᵗ. PyTorch: <c>ExponentialLR(gamma)</c>.</summary>
/// <param name="gamma">The factor γ of each position, finite and at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> is out of range.</exception>
public sealed class ExponentialSchedule(double gamma) : LearningRateSchedule
{
    private readonly double _gamma = HyperParameter.NonNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position) => baseRate * Math.Pow(_gamma, position);
}
