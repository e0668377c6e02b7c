namespace Netsmith;

/// <summary>
/// fastai's one-cycle: half cosines over the share of training done, from max/div to max and on to max/divFinal, while the momentum
/// goes from 0.95 to 0.85 and back. <see cref="OneCycleSchedule"/> is PyTorch's, whose turns lie one step earlier.
/// </summary>
internal sealed class OneCycleByShare : LearningRateSchedule
{
    private readonly double _maxRate;
    private readonly long _first;
    private readonly long _steps;
    private readonly double _rising;
    private readonly double _div;
    private readonly double _divFinal;

    /// <param name="maxRate">The highest rate, above 0.</param>
    /// <param name="first">The position at which the cycle begins.</param>
    /// <param name="steps">How many positions it has, at least 1.</param>
    /// <param name="rising">The share in which the rate rises, 0 to 1.</param>
    /// <param name="div">The highest rate divided by the first, above 0.</param>
    /// <param name="divFinal">The highest rate divided by the last, above 0.</param>
    public OneCycleByShare(double maxRate, long first, long steps, double rising, double div, double divFinal)
    {
        _maxRate = HyperParameter.Positive(maxRate, nameof(maxRate));
        _rising = HyperParameter.Fraction(rising, nameof(rising));
        _div = HyperParameter.Positive(div, nameof(div));
        _divFinal = HyperParameter.Positive(divFinal, nameof(divFinal));
        (_first, _steps) = (first, steps);
        Interval = ScheduleInterval.Step;
    }

    public override long? Length => _first + _steps;

    public override double? GetMomentum(long position) => Anneal(position, 0.95, 0.85, 0.95);

    protected override double Rate(double baseRate, long position) => Anneal(position, _maxRate / _div, _maxRate, _maxRate / _divFinal);

    private double Anneal(long position, double start, double middle, double end)
    {
        double share = Math.Clamp((double)(position - _first) / _steps, 0, 1);
        return share < _rising ? Cosine(start, middle, share / _rising) : _rising < 1 ? Cosine(middle, end, (share - _rising) / (1 - _rising)) : middle;
    }

    private static double Cosine(double start, double end, double share) => start + (1 + Math.Cos(Math.PI * (1 - share))) * (end - start) / 2;
}
