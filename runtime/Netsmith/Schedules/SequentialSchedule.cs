using System.Globalization;

namespace Netsmith;

/// <summary>
/// One schedule after another: the second begins, counting from 0, at the first milestone, and so on.
/// PyTorch: <c>SequentialLR(schedulers, milestones)</c>.
/// </summary>
public sealed class SequentialSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule[] _schedules;
    private readonly int[] _milestones;
    private int _active;

    /// <summary>Creates the sequence. It counts what the first schedule counts.</summary>
    /// <param name="schedules">At least one schedule; all count the same.</param>
    /// <param name="milestones">Where the second and each further schedule begins: ascending, one fewer than schedules.</param>
    /// <exception cref="ArgumentException">The numbers do not match, the milestones do not ascend, or some count epochs and others steps.</exception>
    public SequentialSchedule(LearningRateSchedule[] schedules, int[] milestones)
    {
        _schedules = Parts(schedules, nameof(schedules));
        _milestones = MultiStepSchedule.Milestones(milestones, nameof(milestones));
        if (_milestones.Length != _schedules.Length - 1)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected {_schedules.Length - 1} milestones, one fewer than schedules, found {_milestones.Length}."), nameof(milestones));
        }
        Interval = _schedules[0].Interval;
    }

    /// <inheritdoc/>
    public override long? Length => _milestones.Length == 0 ? _schedules[0].Length : _milestones[^1] + _schedules[^1].Length;

    /// <inheritdoc/>
    public override double? GetMomentum(long position)
    {
        int current = Current(position);
        return _schedules[current].GetMomentum(position - Start(current));
    }

    /// <summary>Tells the schedule that gave the last rate: one whose time has not come learns nothing.</summary>
    /// <param name="metric">The validation loss, for example.</param>
    public override void Report(double metric) => _schedules[_active].Report(metric);

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
    public override string ToString() => $"SequentialSchedule({string.Join(", ", _schedules.Select(static schedule => schedule.ToString()))})" + " at " + string.Join(", ", _milestones);

    /// <inheritdoc/>
    public override void Reset()
    {
        _active = 0;
        foreach (LearningRateSchedule schedule in _schedules)
            schedule.Reset();
    }

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position)
    {
        _active = Current(position);
        return _schedules[_active].GetRate(baseRate, position - Start(_active));
    }

    /// <summary>A copy of schedules that can be combined.</summary>
    internal static LearningRateSchedule[] Parts(LearningRateSchedule[] schedules, string name)
    {
        ArgumentNullException.ThrowIfNull(schedules, name);
        LearningRateSchedule[] copy = [.. schedules];
        if (copy.Length == 0)
            throw new ArgumentException("Expected at least one schedule, found none.", name);
        foreach (LearningRateSchedule schedule in copy)
        {
            ArgumentNullException.ThrowIfNull(schedule, name);
            if (schedule.Interval != copy[0].Interval)
                throw new ArgumentException($"Expected schedules that all count epochs or all count steps, found {copy[0].Interval} and {schedule.Interval}. Set Interval.", name);
        }
        return copy;
    }

    private int Current(long position)
    {
        int current = 0;
        while (current < _milestones.Length && _milestones[current] <= position)
            current++;
        return current;
    }

    private int Start(int schedule) => schedule == 0 ? 0 : _milestones[schedule - 1];
}
