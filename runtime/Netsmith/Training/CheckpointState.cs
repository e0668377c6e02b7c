namespace Netsmith;

/// <summary>Everything a run needs to continue.</summary>
internal sealed record CheckpointState
{
    /// <summary>What the run was started with, by name: a run with anything else would continue something different.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>The epoch that is under way or comes next, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many batches of it are done; 0 between two epochs.</summary>
    public required int Batches { get; init; }

    /// <summary>Whether early stopping has ended training.</summary>
    public required bool HasStopped { get; init; }

    public required ulong DropoutSeed { get; init; }

    public required ulong DropoutStep { get; init; }

    /// <summary>Sums over the batches done of this epoch.</summary>
    public required EpochTotals Totals { get; init; }

    /// <summary>Seconds spent in this epoch.</summary>
    public required double Seconds { get; init; }

    public required OptimizerState Optimizer { get; init; }

    public required IReadOnlyList<double> Schedule { get; init; }

    public required BestEpochState Best { get; init; }

    /// <summary>The best metric so far of checkpoints that keep the best only; NaN where they do not.</summary>
    public required double BestMetric { get; init; }

    public required TrainingHistory History { get; init; }

    public required float[] Parameters { get; init; }

    /// <summary>The parameters after the best epoch; empty where they are not kept.</summary>
    public required float[] BestParameters { get; init; }
}

/// <summary>Sums over the samples of an epoch so far.</summary>
internal struct EpochTotals
{
    public double LossSum;
    public double Weight;
    public int Samples;
    public int Correct;

    public readonly double Loss => LossSum / Weight;
}
