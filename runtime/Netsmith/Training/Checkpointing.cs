using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>Writes a run's checkpoints when they are due, and restores the newest where the run resumes.</summary>
internal sealed class Checkpointing
{
    private readonly ITrainableNetwork _network;
    private readonly TrainingOptions _options;
    private readonly CheckpointOptions _checkpoint;
    private readonly TrainingStep _step;
    private readonly ScheduledRate _rate;
    private readonly BestEpoch? _best;
    private readonly CheckpointFolder _folder;
    private readonly List<KeyValuePair<string, string>> _settings;
    private double _bestMetric = double.NaN;

    /// <summary>Prepares the folder, and restores network, optimizer, schedule and the rest where there is something to resume.</summary>
    public Checkpointing(ITrainableNetwork network, Dataset training, Dataset? validation, TrainingOptions options, TrainingStep step, ScheduledRate rate, BestEpoch? best)
    {
        _network = network;
        _options = options;
        _checkpoint = options.Checkpoint!;
        _step = step;
        _rate = rate;
        _best = best;
        _settings = CheckpointSettings.Of(network, training, validation, options);
        if (_checkpoint.BestOnly)
            _bestMetric = _checkpoint.Metric.Worst();
        _folder = new CheckpointFolder(_checkpoint);
        if (CheckpointFolder.Newest(_folder.FullPath) is not string newest)
            return;
        if (!_checkpoint.Resume)
        {
            throw new ArgumentException($"Expected a folder without checkpoints for a new run, found '{newest}'. "
                + "Set Checkpoint.Resume to continue that run, or choose or empty another folder.", nameof(options));
        }
        CheckpointState state = CheckpointFile.Read(newest, network.Summary);
        CheckpointSettings.RequireEqual(state.Settings, _settings, newest);
        Restore(state, newest);
        Restored = state;
    }

    /// <summary>What the run goes on from; null where it begins anew.</summary>
    public CheckpointState? Restored { get; }

    /// <summary>Writes a checkpoint within an epoch if one is due.</summary>
    public void AfterUpdate(int epoch, int batches, int updates, in EpochTotals totals, double seconds, Func<TrainingHistory> history)
    {
        if (_checkpoint.EverySteps > 0 && updates % _checkpoint.EverySteps == 0)
            Write(epoch, batches, false, totals, seconds, history());
    }

    /// <summary>Writes a checkpoint after an epoch if one is due.</summary>
    public void AfterEpoch(int epoch, int steps, bool hasStopped, bool isLast, in EpochValues result, Func<TrainingHistory> history)
    {
        if (_checkpoint.BestOnly)
        {
            double metric = result.Metric(_checkpoint.Metric);
            if (!_checkpoint.Metric.IsBetter(metric, _bestMetric))
                return;
            _bestMetric = metric;
        }
        else if (epoch % _checkpoint.EveryEpochs != 0 && !isLast)
        {
            return;
        }
        Divergence.RequireFiniteParameters(_network, epoch, steps, result.Loss);
        Write(epoch + 1, 0, hasStopped, default, 0, history());
    }

    private void Write(int epoch, int batches, bool hasStopped, EpochTotals totals, double seconds, TrainingHistory history)
    {
        if (batches > 0)
            Divergence.RequireFiniteParameters(_network, epoch, batches, totals.Loss);
        OptimizerState optimizer = _options.Optimizer.GetState();
        if (_options.Schedule is not null)
            optimizer = new OptimizerState(optimizer.Optimizer, _rate.BaseRate, optimizer.StepCount, optimizer.ParameterCount, optimizer.Buffers);
        _folder.Write(_network.Summary, new CheckpointState
        {
            Settings = _settings,
            Epoch = epoch,
            Batches = batches,
            HasStopped = hasStopped,
            DropoutSeed = _step.Trainer.DropoutSeed,
            DropoutStep = _step.Trainer.DropoutStep,
            Totals = totals,
            Seconds = seconds,
            Optimizer = optimizer,
            Schedule = _options.Schedule?.GetState() ?? [],
            Best = _best?.State ?? default,
            BestMetric = _bestMetric,
            History = history,
            Parameters = _network.Parameters.ToArray(),
            BestParameters = _best is null ? [] : _best.Parameters.ToArray(),
        });
    }

    /// <summary>Checks what is left to check, then changes everything at once.</summary>
    private void Restore(CheckpointState state, string path)
    {
        int batches = (_step.SampleCount - 1) / _step.BatchSize + 1;
        if (state.Batches >= batches || (state.Batches % _options.AccumulationSteps != 0) || state.Totals.Samples != Math.Min((long)state.Batches * _step.BatchSize, _step.SampleCount))
            throw new NetsmithFormatException($"'{path}': expected a position within an epoch of {batches} batches, found batch {state.Batches} after {state.Totals.Samples} samples; the checkpoint is damaged.");
        if (_best is not null && _options.EarlyStopping!.RestoreBest && state.Best.Epoch > 0 != state.BestParameters.Length > 0)
            throw new NetsmithFormatException($"'{path}': expected the parameters of the best epoch, {state.Best.Epoch}, found {state.BestParameters.Length} values; the checkpoint is damaged.");
        try
        {
            _options.Schedule?.SetState(state.Schedule);
            _options.Optimizer.SetState(state.Optimizer);
        }
        catch (ArgumentException e)
        {
            throw new NetsmithFormatException($"'{path}': expected the state of {_options.Optimizer.GetType().Name} and its schedule: {e.Message}", e);
        }
        state.Parameters.CopyTo(_network.Parameters);
        _step.Trainer.DropoutSeed = state.DropoutSeed;
        _step.Trainer.DropoutStep = state.DropoutStep;
        _best?.Restore(state.Best, state.BestParameters);
        _bestMetric = state.BestMetric;
    }
}
