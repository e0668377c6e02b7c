namespace Netsmith;

/// <summary>
/// Several schedules at once: each takes the rate of the one before it as its base, so that factors multiply.
/// PyTorch: <c>ChainedScheduler</c>.
/// </summary>
public sealed class ChainedSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule[] _schedules;

    /// <summary>Creates the chain. It counts what the first schedule counts.</summary>
    /// <param name="schedules">At least one schedule; all count the same.</param>
    /// <exception cref="ArgumentException">There is none, or some count epochs and others steps.</exception>
    public ChainedSchedule(params LearningRateSchedule[] schedules)
    {
        _schedules = SequentialSchedule.Parts(schedules, nameof(schedules));
        Interval = _schedules[0].Interval;
    }

    /// <inheritdoc/>
    public override long? Length => _schedules.Min(schedule => schedule.Length);

    /// <summary>The momentum of the last schedule that sets one.</summary>
    /// <param name="position">Epochs or steps completed before, at least 0.</param>
    public override double? GetMomentum(long position)
    {
        double? momentum = null;
        foreach (LearningRateSchedule schedule in _schedules)
            momentum = schedule.GetMomentum(position) ?? momentum;
        return momentum;
    }

    /// <inheritdoc/>
    public override void Report(double metric)
    {
        foreach (LearningRateSchedule schedule in _schedules)
            schedule.Report(metric);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetState() => [.. _schedules.SelectMany(static schedule => schedule.GetState())];

    /// <inheritdoc/>
    public override void SetState(IReadOnlyList<double> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int[] counts = [.. _schedules.Select(static schedule => schedule.GetState().Count)];
        if (state.Count != counts.Sum())
            throw new ArgumentException($"Expected {counts.Sum()} numbers, the state of all schedules together, found {state.Count}.", nameof(state));
        int start = 0;
        for (int i = 0; i < _schedules.Length; start += counts[i++])
            _schedules[i].SetState([.. state.Skip(start).Take(counts[i])]);
    }

    /// <summary>The schedules.</summary>
    public override string ToString() => $"ChainedSchedule({string.Join(", ", _schedules.Select(static schedule => schedule.ToString()))})";

    /// <inheritdoc/>
    public override void Reset()
    {
        foreach (LearningRateSchedule schedule in _schedules)
            schedule.Reset();
    }

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position)
    {
        double rate = baseRate;
        foreach (LearningRateSchedule schedule in _schedules)
            rate = schedule.GetRate(rate, position);
        return rate;
    }
}
