namespace Netsmith;

/// <summary>
/// rate = min + (base − min)·(1 + cos(π·t/T))/2: down to the minimum in T positions, then up again as it came, with period 2·T.
/// PyTorch: <c>CosineAnnealingLR(T_max, eta_min)</c>.
/// </summary>
/// <param name="period">T, how many positions the way down takes, at least 1.</param>
/// <param name="minimum">The lowest rate, finite and at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class CosineSchedule(int period, double minimum = 0) : LearningRateSchedule
{
    private readonly long _period = HyperParameter.AtLeast(period, 1, nameof(period));
    private readonly double _minimum = HyperParameter.NonNegative(minimum, nameof(minimum));

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position) =>
        // The remainder keeps the cosine exact at positions of any size.
        _minimum + (baseRate - _minimum) * (1 + Math.Cos(Math.PI * (position % (2 * _period)) / _period)) / 2;
}
