using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>What a generated network with a loss offers to the training loop. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainableNetwork : INetwork
{
    /// <summary>What the raw outputs mean, hence what targets the network is trained with and how accuracy is counted.</summary>
    OutputKind OutputKind { get; }

    /// <summary>The mean loss of a batch. Exactly one of <paramref name="labels"/> and <paramref name="targets"/> is used.</summary>
    /// <param name="outputs">Raw outputs, [batchSize, output size].</param>
    /// <param name="labels">One class for each sample where <see cref="OutputKind"/> is <see cref="OutputKind.Classes"/>; otherwise empty.</param>
    /// <param name="targets">[batchSize, output size] for every other kind; otherwise empty.</param>
    /// <param name="batchSize">How many samples, at least 1.</param>
    /// <returns>The mean loss.</returns>
    float Loss(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize);

    /// <summary>Creates the object that owns the activations and gradients of training.</summary>
    /// <param name="maxBatchSize">The largest batch it will be given, at least 1.</param>
    /// <param name="optimizer">Applies the gradients; one optimizer serves one network.</param>
    /// <returns>A trainer that changes the parameters of this network.</returns>
    ITrainer CreateTrainer(int maxBatchSize, Optimizer optimizer);
}
