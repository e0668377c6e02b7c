namespace Netsmith;

/// <summary>Sets the optimizer's learning rate and momentum as a schedule says. Allocates nothing while training.</summary>
internal sealed class ScheduledRate
{
    private readonly LearningRateSchedule? _schedule;
    private readonly Optimizer _optimizer;
    private readonly double? _baseMomentum;
    private readonly int _updatesPerEpoch;

    public ScheduledRate(LearningRateSchedule? schedule, Optimizer optimizer, int updatesPerEpoch)
    {
        _schedule = schedule;
        _optimizer = optimizer;
        _updatesPerEpoch = updatesPerEpoch;
        BaseRate = optimizer.LearningRate;
        _baseMomentum = optimizer.CurrentMomentum;
    }

    /// <summary>The optimizer's own rate.</summary>
    public float BaseRate { get; }

    /// <summary>To be called before the first update of an epoch, or of what is left of it after a restart.</summary>
    public void BeginEpoch(int epoch)
    {
        if (_schedule is { Interval: ScheduleInterval.Epoch })
            Apply(_schedule, epoch - 1);
    }

    /// <summary>To be called before the first batch of an update.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="update">The update's number within it, from 0.</param>
    public void BeginUpdate(int epoch, int update)
    {
        if (_schedule is { Interval: ScheduleInterval.Step })
            Apply(_schedule, (long)(epoch - 1) * _updatesPerEpoch + update);
    }

    /// <summary>To be called after an update with its last batch's loss.</summary>
    public void EndUpdate(double loss)
    {
        if (_schedule is { Interval: ScheduleInterval.Step })
            _schedule.Report(loss);
    }

    /// <summary>To be called after an epoch with its metric.</summary>
    public void EndEpoch(double metric)
    {
        if (_schedule is { Interval: ScheduleInterval.Epoch })
            _schedule.Report(metric);
    }

    /// <summary>Sets rate and momentum to what they were before training.</summary>
    public void Restore()
    {
        if (_schedule is null)
            return;
        _optimizer.LearningRate = BaseRate;
        if (_baseMomentum is double momentum && _optimizer.HasMomentum)
            _optimizer.SetMomentum(momentum);
    }

    private void Apply(LearningRateSchedule schedule, long position)
    {
        _optimizer.LearningRate = schedule.GetLearningRate(BaseRate, position);
        if (_optimizer.HasMomentum && schedule.GetMomentum(position) is double momentum)
            _optimizer.SetMomentum(momentum);
    }
}
