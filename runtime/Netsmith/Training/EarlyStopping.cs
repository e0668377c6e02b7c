namespace Netsmith;

/// <summary>Ends training when a metric has stopped improving, so that the number of epochs need not be guessed.</summary>
/// <example><code>EarlyStopping = new EarlyStopping { Metric = TrainingMetric.ValidationAccuracy, Patience = 10 }</code></example>
public sealed record EarlyStopping
{
    /// <summary>What to watch; the validation loss unless set.</summary>
    public TrainingMetric Metric { get; init; }

    /// <summary>How many epochs in a row without improvement end training, at least 1; 5 unless set.</summary>
    public int Patience { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(Patience)); } = 5;

    /// <summary>How much better than the best a metric must be to count as an improvement, at least 0; 0 unless set.</summary>
    public double MinDelta { get; init => field = HyperParameter.NonNegative(value, nameof(MinDelta)); }

    /// <summary>
    /// Whether training ends, early or not, with the parameters of the best epoch instead of the last; true unless set. The
    /// optimizer's state stays that of the last.
    /// </summary>
    public bool RestoreBest { get; init; } = true;
}

/// <summary>The best epoch of a run so far, and how long ago that was.</summary>
internal sealed class BestEpoch
{
    private readonly EarlyStopping _options;
    private readonly float[]? _parameters;

    public BestEpoch(EarlyStopping options, int parameterCount)
    {
        _options = options;
        _parameters = options.RestoreBest ? new float[parameterCount] : null;
        State = new BestEpochState(options.Metric.Worst(), 0, 0);
    }

    public BestEpochState State { get; private set; }

    /// <summary>The parameters after the best epoch; empty where they are not kept or no epoch has been measured.</summary>
    public ReadOnlySpan<float> Parameters => State.Epoch == 0 || _parameters is null ? [] : _parameters;

    public bool ShouldStop => State.Waited >= _options.Patience;

    /// <summary>Judges an epoch; allocates nothing.</summary>
    public void Report(int epoch, double metric, ReadOnlySpan<float> parameters)
    {
        if (!_options.Metric.IsBetter(metric, State.Metric, _options.MinDelta))
        {
            State = State with { Waited = State.Waited + 1 };
            return;
        }
        State = new BestEpochState(metric, epoch, 0);
        if (_parameters is not null)
            parameters.CopyTo(_parameters);
    }

    public void Restore(BestEpochState state, ReadOnlySpan<float> parameters)
    {
        State = state;
        if (_parameters is not null)
            parameters.CopyTo(_parameters);
    }
}

/// <param name="Metric">The best metric; infinite before the first epoch.</param>
/// <param name="Epoch">The epoch it was reached in; 0 before the first.</param>
/// <param name="Waited">How many epochs since then were no improvement.</param>
internal readonly record struct BestEpochState(double Metric, int Epoch, int Waited);
