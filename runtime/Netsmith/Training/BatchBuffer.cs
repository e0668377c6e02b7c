using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>One gathered batch: features, and labels or targets as the network takes them. Filling it allocates nothing.</summary>
internal sealed class BatchBuffer
{
    private readonly AlignedBuffer<float> _features;
    private readonly int[] _labels;
    private readonly AlignedBuffer<float> _targets;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly bool _classes;
    private int _count;

    public BatchBuffer(ITrainableNetwork network, int capacity)
    {
        _inputSize = network.Summary.InputSize;
        _outputSize = network.Summary.OutputSize;
        _classes = network.OutputKind == OutputKind.Classes;
        _features = new AlignedBuffer<float>(checked(capacity * _inputSize));
        _labels = new int[capacity];
        _targets = new AlignedBuffer<float>(_classes ? 0 : checked(capacity * _outputSize));
    }

    /// <summary>[batch, input size].</summary>
    public ReadOnlySpan<float> Features => _features.Span[..(_count * _inputSize)];

    /// <summary>[batch] where the network chooses a class, otherwise empty.</summary>
    public ReadOnlySpan<int> Labels => _classes ? _labels.AsSpan(0, _count) : [];

    /// <summary>[batch, output size] where the network does not choose a class, otherwise empty.</summary>
    public ReadOnlySpan<float> Targets => _classes ? [] : _targets.Span[..(_count * _outputSize)];

    /// <summary>Gathers the samples; <see cref="TrainingChecks.Data"/> has passed the data set.</summary>
    public void Fill(Dataset data, ReadOnlySpan<int> samples)
    {
        _count = samples.Length;
        data.GatherBatch(samples, _features.Span[..(_count * _inputSize)]);
        if (!data.IsClassification)
        {
            data.GatherTargets(samples, _targets.Span[..(_count * _outputSize)]);
            return;
        }
        data.GatherLabels(samples, _labels.AsSpan(0, _count));
        if (_classes)
            return;
        // Labels 0 and 1 for a network with one yes/no output: the label is the target.
        Span<float> targets = _targets.Span;
        for (int i = 0; i < _count; i++)
            targets[i] = _labels[i];
    }
}
