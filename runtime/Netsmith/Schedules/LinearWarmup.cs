using System.Globalization;

namespace Netsmith;

/// <summary>
/// rate = base·(t + 1)/warmup for the first positions; then the base rate, or, where a total is given, in a straight line to 0:
/// base·(total − t)/(total − warmup). Counts steps unless told otherwise. For another course after the warm-up see
/// <see cref="SequentialSchedule"/>.
/// </summary>
public sealed class LinearWarmup : LearningRateSchedule
{
    private readonly long _warmup;
    private readonly long? _total;

    /// <summary>Creates a warm-up after which the rate stays.</summary>
    /// <param name="warmup">How many positions the rise takes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="warmup"/> is below 1.</exception>
    public LinearWarmup(int warmup)
    {
        _warmup = HyperParameter.AtLeast(warmup, 1, nameof(warmup));
        Interval = ScheduleInterval.Step;
    }

    /// <summary>Creates a warm-up after which the rate falls to 0.</summary>
    /// <param name="warmup">How many positions the rise takes, at least 1.</param>
    /// <param name="total">The length of training, above <paramref name="warmup"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public LinearWarmup(int warmup, int total)
        : this(warmup)
    {
        if (total <= warmup)
            throw HyperParameter.OutOfRange(nameof(total), total, string.Create(CultureInfo.InvariantCulture, $"more than the warm-up of {warmup}"));
        _total = total;
    }

    /// <inheritdoc/>
    public override long? Length => _total;

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position)
    {
        if (position < _warmup)
            return baseRate * (position + 1) / _warmup;
        return _total is long total ? baseRate * Math.Max(0, total - position) / (total - _warmup) : baseRate;
    }
}
