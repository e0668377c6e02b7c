using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>One gathered batch: features, and labels or targets as the network takes them. Filling it allocates nothing.</summary>
internal sealed class BatchBuffer : IParallelWork
{
    /// <summary>Values below which handing rows over takes longer than gathering them: about ten microseconds' worth.</summary>
    private const int MinSharedValues = 50_000;

    private readonly AlignedBuffer<float> _features;
    private readonly int[] _labels;
    private readonly AlignedBuffer<float> _targets;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly bool _classes;
    private readonly WorkerPool? _workers;
    private readonly int[] _samples;
    private Dataset? _data;
    private int _count;

    /// <param name="network">The network it feeds.</param>
    /// <param name="capacity">Samples at most.</param>
    /// <param name="workers">Threads that share the gathering, or none.</param>
    public BatchBuffer(ITrainableNetwork network, int capacity, WorkerPool? workers)
    {
        _workers = workers;
        _samples = new int[workers is null ? 0 : capacity];
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
        GatherFeatures(data, samples);
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

    void IParallelWork.Run(int phase, int part, int parts)
    {
        int first = _count * part / parts, end = _count * (part + 1) / parts;
        if (end > first)
            _data!.GatherBatch(_samples.AsSpan(first..end), _features.Span[(first * _inputSize)..(end * _inputSize)]);
    }

    private void GatherFeatures(Dataset data, ReadOnlySpan<int> samples)
    {
        if (_workers is null || _count * _inputSize < MinSharedValues)
        {
            data.GatherBatch(samples, _features.Span[..(_count * _inputSize)]);
            return;
        }
        // Other threads cannot see a span.
        samples.CopyTo(_samples);
        _data = data;
        _workers.Run(this, 0);
    }
}
