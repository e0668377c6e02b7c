namespace Netsmith;

/// <summary>rate = base·γ^⌊t/size⌋. PyTorch: <c>StepLR(step_size, gamma)</c>.</summary>
/// <param name="stepSize">After how many positions the rate changes, at least 1.</param>
/// <param name="gamma">The factor γ, finite and at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class StepSchedule(int stepSize, double gamma = 0.1) : LearningRateSchedule
{
    private readonly long _stepSize = HyperParameter.AtLeast(stepSize, 1, nameof(stepSize));
    private readonly double _gamma = HyperParameter.NonNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position) => baseRate * Math.Pow(_gamma, position / _stepSize);
}
