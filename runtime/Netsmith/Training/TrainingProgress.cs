namespace Netsmith;

/// <summary>Where training stands.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs there will be.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many steps of this epoch are done.</summary>
    public required int Step { get; init; }

    /// <summary>How many steps an epoch has.</summary>
    public required int Steps { get; init; }

    /// <summary>How many samples of this epoch have been used.</summary>
    public required int Samples { get; init; }

    /// <summary>The mean loss over the samples of this epoch so far, each measured before the update it led to.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of right answers in this epoch so far; not a number where the network predicts values.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Training samples a second in this epoch, without validation.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Time since training began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether this report ends an epoch; then <see cref="Result"/> is set.</summary>
    public bool EpochCompleted => Result is not null;

    /// <summary>What the epoch achieved, validation included; null within an epoch.</summary>
    public EpochResult? Result { get; init; }
}
