using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>One network in training: its activations, gradients and optimizer. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainer
{
    /// <summary>One training step: forward, loss, backward, update.</summary>
    /// <param name="inputs">[batchSize, input size], row-major.</param>
    /// <param name="labels">One class for each sample where the network is trained on classes; otherwise empty.</param>
    /// <param name="targets">[batchSize, output size] where it is not; otherwise empty.</param>
    /// <param name="batchSize">How many samples, at least 1 and at most the trainer's largest batch.</param>
    /// <returns>The mean loss of the batch before the update.</returns>
    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize);

    /// <summary>The raw outputs of the last <see cref="Step"/>'s forward pass, [batchSize, output size].</summary>
    ReadOnlySpan<float> Outputs { get; }

    /// <summary>Threads to share each step with; null for none. The results do not depend on it.</summary>
    WorkerPool? Workers { set; }
}
