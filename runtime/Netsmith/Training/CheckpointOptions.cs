namespace Netsmith;

/// <summary>
/// Keeps the whole state of training in files, from which it continues bit for bit as if it had never stopped: parameters,
/// optimizer, schedule, position, dropout, early stopping and history. Each file is written beside its final place and renamed, so
/// that a process killed at any moment leaves only whole ones.
/// </summary>
/// <example><code>Checkpoint = new CheckpointOptions { Folder = "run1", EveryEpochs = 5, Resume = true }</code></example>
public sealed record CheckpointOptions
{
    /// <summary>The folder for the files, created where it does not exist; one for each run.</summary>
    public required string Folder { get; init; }

    /// <summary>After how many epochs to write a file, at least 1; 1 unless set. Another one is written when training ends.</summary>
    public int EveryEpochs { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(EveryEpochs)); } = 1;

    /// <summary>After how many updates within an epoch to write a file as well; 0, never, unless set.</summary>
    public int EverySteps { get; init => field = (int)HyperParameter.AtLeast(value, 0, nameof(EverySteps)); }

    /// <summary>Whether to write only after epochs that are better than all before them, judged by <see cref="Metric"/>.</summary>
    public bool BestOnly { get; init; }

    /// <summary>What <see cref="BestOnly"/> compares; the validation loss unless set.</summary>
    public TrainingMetric Metric { get; init; }

    /// <summary>How many files to keep, at least 1; 3 unless set. The oldest are deleted.</summary>
    public int KeepLast { get; init => field = (int)HyperParameter.AtLeast(value, 1, nameof(KeepLast)); } = 3;

    /// <summary>
    /// Whether to continue from the newest file of the folder; where there is none, training begins anew. False unless set; then a
    /// folder that holds checkpoints is refused, lest two runs mix.
    /// </summary>
    public bool Resume { get; init; }
}
