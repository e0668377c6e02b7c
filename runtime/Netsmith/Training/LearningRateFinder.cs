using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// Finds a learning rate as fastai's <c>lr_find</c> does: trains with a rate that grows exponentially from step to step and records
/// the smoothed loss, until that exceeds four times its best.
/// </summary>
/// <example>
/// <code>
/// LearningRateCurve curve = LearningRateFinder.Find(network, train, options);
/// network.FitOneCycle(train, options, curve.Valley ?? 0.001);
/// </code>
/// </example>
public static class LearningRateFinder
{
    private const double Smoothing = 0.98;

    /// <summary>Trains for a moment, and puts everything back: parameters, optimizer and the order of later training are as before, bit for bit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="training">The data to train with.</param>
    /// <param name="options">As for <c>Fit</c>; epochs, schedule, early stopping, checkpoints, validation and progress are not used.</param>
    /// <param name="range">The rates to try; left out, 1e-7 to 10 in 100 steps.</param>
    /// <returns>The losses by learning rate, and suggestions.</returns>
    /// <exception cref="ArgumentException">The data does not fit the network, or an option is invalid.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; everything is as before.</exception>
    public static LearningRateCurve Find(ITrainableNetwork network, Dataset training, TrainingOptions options, LearningRateRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Optimizer is null)
            throw new ArgumentException("Expected an optimizer, found null. Set TrainingOptions.Optimizer, to new Sgd(0.1f) for example.", nameof(options));
        range ??= new LearningRateRange();
        if (range.End <= range.Start)
            throw new ArgumentException("Expected a range that ends above its start.", nameof(range));
        TrainingChecks.Data(network, training, "training data", nameof(training));
        if (options.ValidationFraction > 0 && options.Validation is null)
            (training, _) = TrainingLoop.SetAsideValidation(network, training, options);

        float[] parameters = network.Parameters.ToArray();
        OptimizerState state = options.Optimizer.GetState();
        try
        {
            return Sweep(network, training, options, range);
        }
        finally
        {
            parameters.CopyTo(network.Parameters);
            options.Optimizer.SetState(state);
        }
    }

    private static LearningRateCurve Sweep(ITrainableNetwork network, Dataset training, TrainingOptions options, LearningRateRange range)
    {
        using var step = new TrainingStep(network, training, options);
        var order = new EpochOrder(training.Count, options.Shuffle, options.Seed);
        int batches = (training.Count - 1) / step.BatchSize + 1;
        List<double> rates = [], losses = [];
        double average = 0, best = double.PositiveInfinity;
        bool diverged = false;
        int batch = 0;
        ReadOnlySpan<int> epoch = [];
        for (int i = 0; i < range.Steps && !diverged; i++)
        {
            double rate = range.Start * Math.Pow(range.End / range.Start, (double)i / range.Steps);
            options.Optimizer.LearningRate = (float)rate;
            // With accumulation a step is several batches; its loss is their mean.
            (double lossSum, double weight) = (0, 0);
            for (int part = 1; part <= options.AccumulationSteps; part++, batch++)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                if (batch % batches == 0)
                    epoch = order.ForEpoch(batch / batches + 1);
                int start = batch % batches * step.BatchSize;
                float loss = step.Run(epoch.Slice(start, Math.Min(step.BatchSize, training.Count - start)), part == options.AccumulationSteps);
                lossSum += loss * step.BatchWeight;
                weight += step.BatchWeight;
            }
            average = Smoothing * average + (1 - Smoothing) * (lossSum / weight);
            double smooth = average / (1 - Math.Pow(Smoothing, i + 1));
            if (!double.IsFinite(smooth))
            {
                diverged = true;
                break;
            }
            rates.Add(rate);
            losses.Add(smooth);
            best = Math.Min(best, smooth);
            diverged = range.StopWhenDiverged && smooth > 4 * best;
        }
        return new LearningRateCurve(rates, losses, diverged, range.Steps);
    }
}

/// <summary>The learning rates that <see cref="LearningRateFinder"/> tries.</summary>
public sealed record LearningRateRange
{
    /// <summary>The first rate, above 0; 1e-7 unless set.</summary>
    public double Start { get; init => field = HyperParameter.Positive(value, nameof(Start)); } = 1e-7;

    /// <summary>The rate it approaches, above <see cref="Start"/>; 10 unless set.</summary>
    public double End { get; init => field = HyperParameter.Positive(value, nameof(End)); } = 10;

    /// <summary>How many steps it takes at most, at least 6; 100 unless set.</summary>
    public int Steps { get; init => field = (int)HyperParameter.AtLeast(value, 6, nameof(Steps)); } = 100;

    /// <summary>Whether to stop once the smoothed loss exceeds four times its best; true unless set.</summary>
    public bool StopWhenDiverged { get; init; } = true;
}
