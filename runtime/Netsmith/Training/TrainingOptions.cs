namespace Netsmith;

/// <summary>How <c>Fit</c> trains a network. Values are checked as they are set.</summary>
/// <example>
/// <code>
/// TrainingHistory history = network.Fit(train, new TrainingOptions
/// {
///     Epochs = 10, BatchSize = 32, Optimizer = new Sgd(0.1f), Validation = test,
/// });
/// </code>
/// </example>
public sealed class TrainingOptions
{
    /// <summary>How many times to go through the training data, at least 1; 1 unless set.</summary>
    public int Epochs { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(Epochs)); } = 1;

    /// <summary>How many samples make one step, at least 1; 32 unless set. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(BatchSize)); } = 32;

    /// <summary>
    /// Applies the gradients. Its state lives on after training: a further <c>Fit</c> of the same network with the same optimizer
    /// continues where this one stopped.
    /// </summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Data to measure loss and accuracy on after every epoch; null for none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>
    /// The part of the training data, at least 0 and below 1, to set aside for validation instead of <see cref="Validation"/>; chosen
    /// at random by <see cref="Seed"/>. 0 unless set.
    /// </summary>
    public double ValidationFraction { get; init => field = HyperParameter.Decay(value, nameof(ValidationFraction)); }

    /// <summary>Whether every epoch goes through the samples in a new random order; true unless set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Decides the order of the samples, which depends on this and on the number of the epoch only.</summary>
    public ulong Seed { get; init; }

    /// <summary>Receives progress: after each epoch always, after steps as often as <see cref="ProgressInterval"/> says.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The least time between two reports within an epoch, 100 ms unless set; zero reports every step.</summary>
    public TimeSpan ProgressInterval
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw HyperParameter.OutOfRange(nameof(ProgressInterval), value.TotalSeconds, "at least 0 seconds");
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Stops training between two steps with an <see cref="OperationCanceledException"/>. The parameters stay as they are after the
    /// last whole step.
    /// </summary>
    public CancellationToken Cancellation { get; init; }
}
