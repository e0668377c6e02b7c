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
    /// <returns>The mean loss of the batch before the update. Where it is not finite, the parameters may have stayed as they were.</returns>
    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize);

    /// <summary>
    /// Forward, loss and backward without the update: fills <see cref="Gradients"/>. With weights, loss and gradients are those of
    /// Σ wᵢℓᵢ / Σ wᵢ, as in PyTorch; where all weights of the batch are 0, so are both.
    /// </summary>
    /// <param name="inputs">[batchSize, input size], row-major.</param>
    /// <param name="labels">One class for each sample where the network is trained on classes; otherwise empty.</param>
    /// <param name="targets">[batchSize, output size] where it is not; otherwise empty.</param>
    /// <param name="weights">[batchSize], each at least 0; empty where all samples count the same.</param>
    /// <param name="batchSize">How many samples, at least 1 and at most the trainer's largest batch.</param>
    /// <returns>The (weighted) mean loss of the batch.</returns>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batchSize);

    /// <summary>The gradients of the last <see cref="ComputeGradients"/>, in the order of the parameters.</summary>
    Span<float> Gradients { get; }

    /// <summary>What decides all dropout masks, the network's seed unless set; 0 and without effect where there is no dropout.</summary>
    ulong DropoutSeed { get; set; }

    /// <summary>How many forward passes have drawn dropout masks, which decides the next ones; 0 and without effect where there is no dropout.</summary>
    ulong DropoutStep { get; set; }

    /// <summary>The raw outputs of the last forward pass, [batchSize, output size].</summary>
    ReadOnlySpan<float> Outputs { get; }

    /// <summary>Threads to share each step with; null for none. The results do not depend on it.</summary>
    WorkerPool? Workers { set; }

    /// <summary>Whether every thread reads the inputs of the whole batch first, so that a copy of its own serves it better.</summary>
    bool ReadsAllInputs { get; }

    /// <summary>How far the copy of the inputs of one thread is from that of the one before; 0 where there is one for all.</summary>
    nint InputStride { set; }
}
