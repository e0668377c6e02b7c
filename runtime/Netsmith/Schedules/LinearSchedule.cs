namespace Netsmith;

/// <summary>
/// rate = base·(start + (end − start)·min(t, n)/n): the factor goes from one value to another in n positions and stays.
/// PyTorch: <c>LinearLR(start_factor, end_factor, total_iters)</c>.
/// </summary>
/// <param name="startFactor">The factor at the first position, finite and at least 0.</param>
/// <param name="endFactor">The factor after n positions, finite and at least 0.</param>
/// <param name="length">n, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
public sealed class LinearSchedule(double startFactor, double endFactor, int length) : LearningRateSchedule
{
    private readonly double _start = HyperParameter.NonNegative(startFactor, nameof(startFactor));
    private readonly double _end = HyperParameter.NonNegative(endFactor, nameof(endFactor));
    private readonly long _length = HyperParameter.AtLeast(length, 1, nameof(length));

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position) =>
        baseRate * (_start + (_end - _start) * Math.Min(position, _length) / _length);
}
