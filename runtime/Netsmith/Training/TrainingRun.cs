using System.Diagnostics;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>One call of <c>Fit</c>. Everything is allocated here; the epochs then allocate nothing, unless they report progress.</summary>
internal sealed class TrainingRun
{
    private readonly ITrainableNetwork _network;
    private readonly Dataset _training;
    private readonly Dataset? _validation;
    private readonly TrainingOptions _options;
    private readonly ITrainer _trainer;
    private readonly BatchBuffer _batch;
    private readonly Evaluator? _evaluator;
    private readonly EpochOrder _order;
    private readonly List<EpochValues> _results;
    private readonly int _batchSize;
    private readonly int _steps;
    private readonly int _answersPerSample;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastReport;

    /// <summary>Prepares a run whose arguments have been checked.</summary>
    public TrainingRun(ITrainableNetwork network, Dataset training, Dataset? validation, TrainingOptions options)
    {
        _network = network;
        _training = training;
        _validation = validation;
        _options = options;
        _batchSize = Math.Min(options.BatchSize, training.Count);
        _steps = (training.Count - 1) / _batchSize + 1;
        _answersPerSample = Accuracy.AnswersPerSample(network);
        _batch = new BatchBuffer(network, _batchSize);
        _order = new EpochOrder(training.Count, options.Shuffle, options.Seed);
        _evaluator = validation is null ? null : new Evaluator(network, validation.Count);
        // A bound, lest a number of epochs that only cancellation ends asks for all memory.
        _results = new List<EpochValues>(Math.Min(options.Epochs, 1 << 16));
        _trainer = network.CreateTrainer(_batchSize, options.Optimizer);
    }

    /// <summary>Trains for all epochs.</summary>
    public TrainingHistory Run()
    {
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
            RunEpoch(epoch);
        return new TrainingHistory(_results.Select(values => values.ToResult()));
    }

    private void RunEpoch(int epoch)
    {
        long started = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> order = _order.ForEpoch(epoch);
        var totals = new EpochTotals();
        for (int step = 1; step <= _steps; step++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            RunStep(epoch, step, order, ref totals);
            if (_options.Progress is not null && step < _steps && ReportIsDue())
                Report(epoch, step, totals, Stopwatch.GetElapsedTime(started), null);
        }
        TimeSpan trained = Stopwatch.GetElapsedTime(started);

        (double? validationLoss, double? validationAccuracy) = (null, null);
        if (_validation is not null)
        {
            (double loss, int correct) = _evaluator!.Measure(_validation, null, _options.Cancellation);
            (validationLoss, validationAccuracy) = (loss, Share(correct, _validation.Count));
        }
        var result = new EpochValues(epoch, totals.LossSum / totals.Samples, Share(totals.Correct, totals.Samples), validationLoss, validationAccuracy,
            _options.Optimizer.LearningRate, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _results.Add(result);
        if (_options.Progress is not null)
            Report(epoch, _steps, totals, trained, result.ToResult());
    }

    private void RunStep(int epoch, int step, ReadOnlySpan<int> order, ref EpochTotals totals)
    {
        int start = (step - 1) * _batchSize;
        int count = Math.Min(_batchSize, order.Length - start);
        _batch.Fill(_training, order.Slice(start, count));
        float loss = _trainer.Step(_batch.Features, _batch.Labels, _batch.Targets, count);
        if (!float.IsFinite(loss))
            throw new TrainingDivergedException(epoch, step, loss, _options.Optimizer.LearningRate);
        totals.LossSum += (double)loss * count;
        totals.Samples += count;
        if (_answersPerSample > 0)
            totals.Correct += Accuracy.CountCorrect(_network.OutputKind, _trainer.Outputs, _batch.Labels, _batch.Targets);
    }

    private double Share(int correct, int samples) =>
        _answersPerSample == 0 ? double.NaN : correct / ((double)samples * _answersPerSample);

    private bool ReportIsDue() => Stopwatch.GetElapsedTime(_lastReport) >= _options.ProgressInterval;

    private void Report(int epoch, int step, in EpochTotals totals, TimeSpan inEpoch, EpochResult? result)
    {
        _lastReport = Stopwatch.GetTimestamp();
        _options.Progress!.Report(new TrainingProgress
        {
            Epoch = epoch,
            Epochs = _options.Epochs,
            Step = step,
            Steps = _steps,
            Samples = totals.Samples,
            Loss = totals.LossSum / totals.Samples,
            Accuracy = Share(totals.Correct, totals.Samples),
            SamplesPerSecond = totals.Samples / Math.Max(inEpoch.TotalSeconds, 1e-9),
            Elapsed = Stopwatch.GetElapsedTime(_started),
            Result = result,
        });
    }

    /// <summary>Sums over the samples of an epoch so far.</summary>
    private struct EpochTotals
    {
        public double LossSum;
        public int Samples;
        public int Correct;
    }

    /// <summary>An <see cref="EpochResult"/> that costs no allocation until the run is over.</summary>
    private readonly record struct EpochValues(
        int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, float LearningRate, double Seconds)
    {
        public EpochResult ToResult() => new(Epoch, Loss, Accuracy, ValidationLoss, ValidationAccuracy, LearningRate, Seconds);
    }
}
