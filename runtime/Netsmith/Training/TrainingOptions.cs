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
public sealed record TrainingOptions
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

    /// <summary>
    /// How many threads share a training step, at least 1; 1 unless set. Results do not depend on it. Steps too short to be worth
    /// sharing run on one thread.
    /// </summary>
    public int Threads { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(Threads)); } = 1;

    /// <summary>Whether every epoch goes through the samples in a new random order; true unless set.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Decides the order of the samples, which depends on this and on the number of the epoch only.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Changes the learning rate, and the momentum where both it and the optimizer have one. The optimizer's own rate is the
    /// schedule's base, and is set again when training ends. Null keeps the rate.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>What a <see cref="ReduceOnPlateau"/> follows; null for the validation loss, or the loss without validation.</summary>
    public TrainingMetric? ScheduleMetric { get; init; }

    /// <summary>Ends training when a metric has stopped improving; null goes through all epochs.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Keeps the state of training in files to continue from; null keeps none.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Moves every gradient into [−value, value] before the update; null for no limit. Not together with <see cref="ClipNorm"/>.</summary>
    public float? ClipValue { get; init => field = value is float v ? (float)HyperParameter.Positive(v, nameof(ClipValue)) : null; }

    /// <summary>Scales all gradients together to at most this Euclidean norm before the update; null for no limit.</summary>
    public float? ClipNorm { get; init => field = value is float v ? (float)HyperParameter.Positive(v, nameof(ClipNorm)) : null; }

    /// <summary>
    /// How many batches make one update, at least 1; 1 unless set. Their gradients are averaged over all their samples, as those of
    /// one large batch would be; what is left at the end of an epoch makes an update of its own.
    /// </summary>
    public int AccumulationSteps { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(AccumulationSteps)); } = 1;

    /// <summary>
    /// What training leaves as it is, bit for bit: tensors ("0.weight") or layers ("0"), by the names and indices of the network's
    /// summary. Reset an optimizer with state before it trains them later: its averages know nothing of them.
    /// </summary>
    public IReadOnlyList<string> FrozenParameters { get; init; } = [];

    /// <summary>
    /// What the learning rate is multiplied by for single tensors ("0.weight") or layers ("0"), finite and at least 0; a tensor's
    /// factor goes before its layer's. Null for the same rate everywhere.
    /// </summary>
    public IReadOnlyDictionary<string, double>? LearningRateFactors { get; init; }

    /// <summary>
    /// How much the samples of each class count in training, one finite value of at least 0 for each; multiplied by
    /// <see cref="Dataset.SampleWeights"/>. The loss of a batch is Σ wᵢℓᵢ / Σ wᵢ, as in PyTorch. Null: all the same. Validation
    /// does not use weights.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// What an earlier <c>Fit</c> with the same optimizer and data returned, to train for <see cref="Epochs"/> more: numbers, order
    /// of the samples, schedule and dropout go on as if it had been one run. Null begins with epoch 1.
    /// </summary>
    public TrainingHistory? ContinueFrom { get; init; }

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

    /// <summary>How many updates an epoch has: what a schedule that counts steps has to count with.</summary>
    /// <param name="training">What <c>Fit</c> will be given.</param>
    public int GetStepsPerEpoch(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return GetStepsPerEpoch(ValidationFraction > 0 ? (int)Math.Round((1 - ValidationFraction) * training.Count) : training.Count);
    }

    /// <summary>The same from the number of samples that are trained on.</summary>
    internal int GetStepsPerEpoch(int samples)
    {
        int batches = (Math.Max(samples, 1) - 1) / BatchSize + 1;
        return (batches - 1) / AccumulationSteps + 1;
    }
}
