namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>The members of a generated network that tests call, for either element type.</summary>
public interface INetworkProbe<T>
    where T : unmanaged
{
    int InputSize { get; }

    int OutputSize { get; }

    /// <summary>The generated object itself.</summary>
    object Network { get; }

    Span<T> Parameters { get; }

    void Forward(ReadOnlySpan<T> input, Span<T> output);

    void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, int batchSize);

    /// <summary>A trainer; the double twin takes no optimizer.</summary>
    ITrainerProbe<T> CreateTrainer(int maxBatchSize, Optimizer? optimizer = null);
}

/// <summary>The members of a generated trainer that tests call.</summary>
public interface ITrainerProbe<T>
    where T : unmanaged
{
    /// <summary>Exactly one of labels and targets is used, as the loss demands.</summary>
    T ComputeGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> targets);

    /// <summary>One training step; float only.</summary>
    T Step(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<T> targets);

    Span<T> Gradients { get; }

    /// <summary>Empty unless the network was declared with InputGradient = true.</summary>
    Span<T> InputGradients { get; }

    ReadOnlySpan<T> Outputs { get; }
}
