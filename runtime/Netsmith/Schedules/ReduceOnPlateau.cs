using System.Globalization;

namespace Netsmith;

/// <summary>
/// Lowers the rate when a metric has stopped improving: each time it has not been better than the best for more than
/// <see cref="Patience"/> reports. PyTorch: <c>ReduceLROnPlateau</c>.
/// </summary>
public sealed class ReduceOnPlateau : LearningRateSchedule
{
    private PlateauState _state;

    /// <summary>Creates the schedule with PyTorch's defaults.</summary>
    public ReduceOnPlateau() => Reset();

    /// <summary>What the rate is multiplied by, at least 0 and below 1; 0.1 unless set.</summary>
    public double Factor { get; init => field = HyperParameter.Decay(value, nameof(Factor)); } = 0.1;

    /// <summary>How many reports without improvement are tolerated, at least 0; 10 unless set.</summary>
    public int Patience { get; init => field = (int)HyperParameter.AtLeast(value, 0, nameof(Patience)); } = 10;

    /// <summary>
    /// How much better a metric has to be to count, at least 0: as a share of the best, or, where
    /// <see cref="AbsoluteThreshold"/>, in the metric's unit; 1e-4 unless set.
    /// </summary>
    public double Threshold { get; init => field = HyperParameter.NonNegative(value, nameof(Threshold)); } = 1e-4;

    /// <summary>Whether <see cref="Threshold"/> is a difference instead of a share of the best. PyTorch: <c>threshold_mode="abs"</c>.</summary>
    public bool AbsoluteThreshold { get; init; }

    /// <summary>Whether larger metrics are better, as with accuracy; false, as with loss, unless set. PyTorch: <c>mode="max"</c>.</summary>
    public bool Maximize
    {
        get;
        init
        {
            field = value;
            Reset();
        }
    }

    /// <summary>How many reports after a reduction are not counted as bad, at least 0; 0 unless set.</summary>
    public int Cooldown { get; init => field = (int)HyperParameter.AtLeast(value, 0, nameof(Cooldown)); }

    /// <summary>The lowest rate, at least 0; 0 unless set.</summary>
    public double MinRate { get; init => field = HyperParameter.NonNegative(value, nameof(MinRate)); }

    /// <summary>What has to be kept to continue after a restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the best metric is not a number.</exception>
    public PlateauState State
    {
        get => _state;
        set
        {
            if (double.IsNaN(value.Best))
                throw HyperParameter.OutOfRange(nameof(value.Best), value.Best, "a number");
            HyperParameter.AtLeast(value.BadReports, 0, nameof(value.BadReports));
            HyperParameter.AtLeast(value.CooldownLeft, 0, nameof(value.CooldownLeft));
            HyperParameter.AtLeast(value.Reductions, 0, nameof(value.Reductions));
            _state = value;
        }
    }

    /// <summary>Tells the schedule the metric of an epoch. What is not a number never counts as better.</summary>
    /// <param name="metric">The validation loss, for example.</param>
    public override void Report(double metric)
    {
        PlateauState state = _state;
        if (IsBetter(metric, state.Best))
            state = state with { Best = metric, BadReports = 0 };
        else
            state = state with { BadReports = state.BadReports + 1 };
        if (state.CooldownLeft > 0)
            state = state with { CooldownLeft = state.CooldownLeft - 1, BadReports = 0 };
        if (state.BadReports > Patience)
            state = state with { Reductions = state.Reductions + 1, CooldownLeft = Cooldown, BadReports = 0 };
        _state = state;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetState() => [_state.Best, _state.BadReports, _state.CooldownLeft, _state.Reductions];

    /// <inheritdoc/>
    public override void SetState(IReadOnlyList<double> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count != 4)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected the four numbers of a ReduceOnPlateau, found {state.Count}."), nameof(state));
        State = new PlateauState(state[0], Count(state[1]), Count(state[2]), Count(state[3]));

        static int Count(double value) => value is >= 0 and <= int.MaxValue && value == Math.Floor(value) ? (int)value
            : throw HyperParameter.OutOfRange(nameof(state), value, "a count");
    }

    /// <summary>The options, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ReduceOnPlateau(Factor = {Factor}, Patience = {Patience}, Threshold = {Threshold}, AbsoluteThreshold = {AbsoluteThreshold}, Maximize = {Maximize}, Cooldown = {Cooldown}, MinRate = {MinRate})");

    /// <inheritdoc/>
    public override void Reset() => _state = new PlateauState(Maximize ? double.NegativeInfinity : double.PositiveInfinity, 0, 0, 0);

    /// <summary>The present rate; the position has no influence.</summary>
    /// <param name="baseRate">The optimizer's own learning rate.</param>
    /// <param name="position">Not used.</param>
    protected override double Rate(double baseRate, long position)
    {
        double rate = baseRate;
        for (int i = 0; i < _state.Reductions; i++)
        {
            double lower = Math.Max(rate * Factor, MinRate);
            // PyTorch ignores reductions by less than this; from here on none would be larger.
            if (!(rate - lower > 1e-8))
                break;
            rate = lower;
        }
        return rate;
    }

    private bool IsBetter(double metric, double best) => (Maximize, AbsoluteThreshold) switch
    {
        (false, false) => metric < best * (1 - Threshold),
        (false, true) => metric < best - Threshold,
        (true, false) => metric > best * (1 + Threshold),
        (true, true) => metric > best + Threshold,
    };
}

/// <summary>What a <see cref="ReduceOnPlateau"/> remembers.</summary>
/// <param name="Best">The best metric so far.</param>
/// <param name="BadReports">How many reports in a row were no improvement.</param>
/// <param name="CooldownLeft">How many reports are still exempt after a reduction.</param>
/// <param name="Reductions">How often the rate was lowered.</param>
public readonly record struct PlateauState(double Best, int BadReports, int CooldownLeft, int Reductions);
