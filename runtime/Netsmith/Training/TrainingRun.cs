using System.Diagnostics;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// One call of <c>Fit</c>. Everything is allocated here; the epochs then allocate nothing, unless they report progress or write
/// checkpoints.
/// </summary>
internal sealed class TrainingRun
{
    private readonly ITrainableNetwork _network;
    private readonly Dataset? _validation;
    private readonly TrainingOptions _options;
    private readonly TrainingStep _step;
    private readonly ScheduledRate _rate;
    private readonly BestEpoch? _best;
    private readonly Checkpointing? _checkpoints;
    private readonly Evaluator? _evaluator;
    private readonly EpochOrder _order;
    private readonly List<EpochResult> _before = [];
    private readonly List<EpochValues> _results;
    private readonly int _steps;
    private readonly int _answersPerSample;
    private readonly int _lastEpoch;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastReport;

    /// <summary>Prepares a run whose arguments have been checked; reads the checkpoint it resumes from.</summary>
    public TrainingRun(ITrainableNetwork network, Dataset training, Dataset? validation, TrainingOptions options, TrainingStep step)
    {
        _network = network;
        _validation = validation;
        _options = options;
        _answersPerSample = Accuracy.AnswersPerSample(network);
        _step = step;
        _steps = (training.Count - 1) / _step.BatchSize + 1;
        _order = new EpochOrder(training.Count, options.Shuffle, options.Seed);
        _evaluator = validation is null ? null : new Evaluator(network, validation.Count, step.Workers);
        _best = options.EarlyStopping is null ? null : new BestEpoch(options.EarlyStopping, network.Summary.ParameterCount);
        _rate = new ScheduledRate(options.Schedule, options.Optimizer, (_steps - 1) / options.AccumulationSteps + 1);
        _before.AddRange(options.ContinueFrom?.Epochs ?? []);
        int finished = _before.Count == 0 ? 0 : _before[^1].Epoch;
        if (options.ContinueFrom is null)
            options.Schedule?.Reset();
        _step.Trainer.DropoutStep = (ulong)finished * (ulong)_steps;
        _checkpoints = options.Checkpoint is null ? null : new Checkpointing(network, training, validation, options, _step, _rate, _best);
        if (_checkpoints?.Restored is { } state)
            _before.AddRange(state.History.Epochs);
        _lastEpoch = checked(finished + options.Epochs);
        // A bound, lest a number of epochs that only cancellation ends asks for all memory.
        _results = new List<EpochValues>(Math.Min(options.Epochs, 1 << 16));
    }

    /// <summary>Trains for all epochs, or until early stopping.</summary>
    public TrainingHistory Run()
    {
        try
        {
            CheckpointState? restored = _checkpoints?.Restored;
            var position = new EpochPosition(restored?.Epoch ?? (_before.Count == 0 ? 1 : _before[^1].Epoch + 1), restored?.Batches ?? 0, restored?.Totals ?? default, restored?.Seconds ?? 0);
            bool hasStopped = restored?.HasStopped ?? false;
            for (int epoch = position.Epoch; epoch <= _lastEpoch && !hasStopped; epoch++)
            {
                hasStopped = RunEpoch(epoch, epoch == position.Epoch ? position : new EpochPosition(epoch, 0, default, 0));
            }
            if (_best is { Parameters.IsEmpty: false })
                _best.Parameters.CopyTo(_network.Parameters);
            return History();
        }
        finally
        {
            _rate.Restore();
        }
    }

    private TrainingHistory History() => new(_before.Concat(_results.Select(static values => values.ToResult())));

    /// <summary>Trains for an epoch, or what is left of it; true where early stopping ends training.</summary>
    private bool RunEpoch(int epoch, EpochPosition position)
    {
        long started = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> order = _order.ForEpoch(epoch);
        EpochTotals totals = position.Totals;
        _rate.BeginEpoch(epoch);
        for (int step = position.Batches + 1; step <= _steps; step++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            bool endsUpdate = RunStep(epoch, step, order, ref totals);
            if (_options.Progress is not null && step < _steps && ReportIsDue())
                Report(epoch, step, totals, Stopwatch.GetElapsedTime(started).TotalSeconds + position.Seconds, null);
            if (_checkpoints is not null && endsUpdate && step < _steps)
                _checkpoints.AfterUpdate(epoch, step, UpdateOf(step) + 1, totals, Stopwatch.GetElapsedTime(started).TotalSeconds + position.Seconds, History);
        }
        double trained = Stopwatch.GetElapsedTime(started).TotalSeconds + position.Seconds;

        (double? validationLoss, double? validationAccuracy) = (null, null);
        if (_validation is not null)
        {
            (double loss, int correct) = _evaluator!.Measure(_validation, null, _options.Cancellation);
            (validationLoss, validationAccuracy) = (loss, Share(correct, _validation.Count));
        }
        var result = new EpochValues(epoch, totals.Loss, Share(totals.Correct, totals.Samples), validationLoss, validationAccuracy,
            _options.Optimizer.LearningRate, Stopwatch.GetElapsedTime(started).TotalSeconds + position.Seconds);
        _results.Add(result);
        _rate.EndEpoch(result.Metric(_options.ScheduleMetric ?? (_validation is null ? TrainingMetric.Loss : TrainingMetric.ValidationLoss)));
        if (_best is not null)
            _best.Report(epoch, result.Metric(_options.EarlyStopping!.Metric), _network.Parameters);
        bool hasStopped = _best is { ShouldStop: true };
        _checkpoints?.AfterEpoch(epoch, _steps, hasStopped, epoch == _lastEpoch || hasStopped, result, History);
        if (_options.Progress is not null)
            Report(epoch, _steps, totals, trained, result.ToResult());
        return hasStopped;
    }

    /// <summary>Learns from a batch; true where it changed the parameters.</summary>
    private bool RunStep(int epoch, int step, ReadOnlySpan<int> order, ref EpochTotals totals)
    {
        int start = (step - 1) * _step.BatchSize;
        int count = Math.Min(_step.BatchSize, order.Length - start);
        bool endsUpdate = step % _options.AccumulationSteps == 0 || step == _steps;
        if ((step - 1) % _options.AccumulationSteps == 0)
            _rate.BeginUpdate(epoch, UpdateOf(step));
        float loss = _step.Run(order.Slice(start, count), endsUpdate);
        if (!float.IsFinite(loss))
            throw Divergence.Explain(_network, _step.Trainer.Outputs, epoch, step, loss, _options.Optimizer.LearningRate);
        totals.LossSum += loss * _step.BatchWeight;
        totals.Weight += _step.BatchWeight;
        totals.Samples += count;
        if (_answersPerSample > 0)
            totals.Correct += Accuracy.CountCorrect(_network, _step.Trainer.Outputs, _step.Batch.Labels, _step.Batch.Targets);
        if (endsUpdate)
            _rate.EndUpdate(loss);
        return endsUpdate;
    }

    /// <summary>The number within the epoch, from 0, of the update that a batch belongs to.</summary>
    private int UpdateOf(int step) => (step - 1) / _options.AccumulationSteps;

    private double Share(int correct, int samples) =>
        _answersPerSample == 0 ? double.NaN : correct / ((double)samples * _answersPerSample);

    private bool ReportIsDue() => Stopwatch.GetElapsedTime(_lastReport) >= _options.ProgressInterval;

    private void Report(int epoch, int step, in EpochTotals totals, double secondsInEpoch, EpochResult? result)
    {
        _lastReport = Stopwatch.GetTimestamp();
        _options.Progress!.Report(new TrainingProgress
        {
            Epoch = epoch,
            Epochs = _lastEpoch,
            Step = step,
            Steps = _steps,
            Samples = totals.Samples,
            Loss = totals.Loss,
            Accuracy = Share(totals.Correct, totals.Samples),
            SamplesPerSecond = totals.Samples / Math.Max(secondsInEpoch, 1e-9),
            Elapsed = Stopwatch.GetElapsedTime(_started),
            Result = result,
        });
    }

    /// <summary>Where an epoch begins, or goes on after a restart.</summary>
    private readonly record struct EpochPosition(int Epoch, int Batches, EpochTotals Totals, double Seconds);
}

/// <summary>An <see cref="EpochResult"/> that costs no allocation until the run is over.</summary>
internal readonly record struct EpochValues(
    int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, float LearningRate, double Seconds)
{
    public double Metric(TrainingMetric metric) => metric.Of(Loss, Accuracy, ValidationLoss, ValidationAccuracy);

    public EpochResult ToResult() => new(Epoch, Loss, Accuracy, ValidationLoss, ValidationAccuracy, LearningRate, Seconds);
}
