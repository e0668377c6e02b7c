namespace Netsmith;

/// <summary>
/// The one-cycle policy (Smith and Topin, 2017): the rate rises from max/<see cref="DivFactor"/> to max, then falls to that start
/// divided by <see cref="FinalDivFactor"/>; the momentum falls and rises against it. The base rate is not used.
/// PyTorch: <c>OneCycleLR(max_lr, total_steps)</c>.
/// </summary>
/// <remarks>Counts steps unless told otherwise: <c>new OneCycleSchedule(0.1, epochs * stepsOfAnEpoch)</c>.</remarks>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly double _maxRate;
    private readonly long _totalSteps;

    /// <summary>Creates the schedule with PyTorch's defaults.</summary>
    /// <param name="maxRate">The highest rate, finite and above 0.</param>
    /// <param name="totalSteps">The length of training, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public OneCycleSchedule(double maxRate, int totalSteps)
    {
        _maxRate = HyperParameter.Positive(maxRate, nameof(maxRate));
        _totalSteps = HyperParameter.AtLeast(totalSteps, 2, nameof(totalSteps));
        Interval = ScheduleInterval.Step;
    }

    /// <summary>The part of training in which the rate rises, 0 to 1; 0.3 unless set. PyTorch: <c>pct_start</c>.</summary>
    public double RisingFraction { get; init => field = HyperParameter.Fraction(value, nameof(RisingFraction)); } = 0.3;

    /// <summary>The highest rate divided by the first, above 0; 25 unless set.</summary>
    public double DivFactor { get; init => field = HyperParameter.Positive(value, nameof(DivFactor)); } = 25;

    /// <summary>The first rate divided by the last, above 0; 10,000 unless set.</summary>
    public double FinalDivFactor { get; init => field = HyperParameter.Positive(value, nameof(FinalDivFactor)); } = 1e4;

    /// <summary>Whether to go in straight lines instead of half cosines. PyTorch: <c>anneal_strategy="linear"</c>.</summary>
    public bool Linear { get; init; }

    /// <summary>Whether the momentum (β₁ for the Adam family) moves as well; true unless set.</summary>
    public bool CycleMomentum { get; init; } = true;

    /// <summary>The momentum where the rate is highest, at least 0 and below 1; 0.85 unless set. PyTorch: <c>base_momentum</c>.</summary>
    public double MinMomentum { get; init => field = HyperParameter.Decay(value, nameof(MinMomentum)); } = 0.85;

    /// <summary>The momentum at the start and the end, at least 0 and below 1; 0.95 unless set.</summary>
    public double MaxMomentum { get; init => field = HyperParameter.Decay(value, nameof(MaxMomentum)); } = 0.95;

    /// <inheritdoc/>
    public override long? Length => _totalSteps;

    /// <inheritdoc/>
    public override double? GetMomentum(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return CycleMomentum ? Anneal(position, MaxMomentum, MinMomentum, MaxMomentum) : null;
    }

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position)
    {
        double first = _maxRate / DivFactor;
        return Anneal(position, first, _maxRate, first / FinalDivFactor);
    }

    private double Anneal(long position, double start, double middle, double end)
    {
        double last = _totalSteps - 1;
        double turn = RisingFraction * _totalSteps - 1;
        double at = Math.Min(position, last);
        // A turn before the first or at the last position leaves one of the two ways without length.
        return at <= turn ? Between(start, middle, turn > 0 ? at / turn : 1) : Between(middle, end, last > turn ? (at - turn) / (last - turn) : 1);
    }

    private double Between(double from, double to, double share) =>
        Linear ? from + (to - from) * share : to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));
}
