namespace Digits;

/// <summary>What the user asked for, checked and complete.</summary>
internal sealed record DigitsOptions
{
    /// <summary>The folder with the IDX files; null for the digits that the program draws itself.</summary>
    public required string? Data { get; init; }

    /// <summary>Which network.</summary>
    public required NetworkChoice Network { get; init; }

    /// <summary>Passes over the training data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How far a step goes.</summary>
    public required float LearningRate { get; init; }

    /// <summary>How much of a step carries over into the next.</summary>
    public required float Momentum { get; init; }

    /// <summary>Decides the first parameters and the order of the samples.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Where the trained network is saved.</summary>
    public required string Model { get; init; }

    /// <summary>The network to load and test instead of training one; null to train.</summary>
    public required string? Evaluate { get; init; }

    /// <summary>Where the history of the training is saved; null for nowhere.</summary>
    public required string? History { get; init; }

    /// <summary>Where the report is written; null for nowhere.</summary>
    public required string? Report { get; init; }
}
