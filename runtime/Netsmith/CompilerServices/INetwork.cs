using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>What every generated network offers, independent of its layers. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INetwork
{
    /// <summary>Layers, shapes and parameters of the network.</summary>
    NetworkSummary Summary { get; }

    /// <summary>All parameters in one block, in the order and layout of PyTorch's <c>nn.Sequential</c> state dict.</summary>
    Span<float> Parameters { get; }

    /// <summary>Computes the raw outputs of a batch. Safe to call from several threads at once.</summary>
    /// <param name="inputs">[batchSize, input size], row-major.</param>
    /// <param name="outputs">[batchSize, output size], row-major; every element is written.</param>
    /// <param name="batchSize">How many samples, at least 1.</param>
    void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize);
}
