using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>One gathered batch: features, and labels or targets as the network takes them. Filling it allocates nothing.</summary>
internal sealed class BatchBuffer : IParallelWork
{
    /// <summary>Values below which handing rows over takes longer than gathering them: about ten microseconds' worth.</summary>
    private const int MinSharedValues = 50_000;

    /// <summary>The same where each thread gathers all rows for itself, and reads them no more from another's cache.</summary>
    private const int MinCopiedValues = 12_500;

    /// <summary>Values of all copies together, 16 MB, beyond which one copy for all threads has to do.</summary>
    private const long MaxCopiedValues = 4 << 20;

    private readonly AlignedBuffer<float> _features;
    private readonly int[] _labels;
    private readonly AlignedBuffer<float> _targets;
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly bool _classes;
    private readonly WorkerPool? _workers;
    private readonly int[] _samples;
    private readonly int _copySize; // 0 where there is one copy for all threads
    private Dataset? _data;
    private int _count;

    /// <param name="network">The network it feeds.</param>
    /// <param name="capacity">Samples at most.</param>
    /// <param name="workers">Threads that share the gathering, or none.</param>
    /// <param name="isReadByAll">Whether each of the threads reads all features, so that it had better gather them itself.</param>
    public BatchBuffer(ITrainableNetwork network, int capacity, WorkerPool? workers, bool isReadByAll = false)
    {
        _workers = workers;
        _samples = new int[workers is null ? 0 : capacity];
        _inputSize = network.Summary.InputSize;
        _outputSize = network.Summary.OutputSize;
        _classes = network.OutputKind == OutputKind.Classes;
        int size = checked(capacity * _inputSize), copies = 1;
        long padded = (size + 15L) / 16 * 16;
        if (isReadByAll && workers is not null && padded * workers.ThreadCount <= MaxCopiedValues)
            (_copySize, copies) = ((int)padded, workers.ThreadCount);
        _features = new AlignedBuffer<float>(Math.Max(size, _copySize * copies));
        _labels = new int[capacity];
        _targets = new AlignedBuffer<float>(_classes ? 0 : checked(capacity * _outputSize));
    }

    /// <summary>How far the features that each thread has gathered for itself are apart; 0 where there is one copy.</summary>
    public int CopyStride { get; private set; }

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

    void IParallelWork.Run(int phase, int thread, int first, int end, int parts)
    {
        int sample = (int)((long)_count * first / parts), last = (int)((long)_count * end / parts);
        if (last > sample)
            _data!.GatherBatch(_samples.AsSpan(sample..last), _features.Span.Slice((CopyStride * thread) + (sample * _inputSize), (last - sample) * _inputSize));
    }

    private void GatherFeatures(Dataset data, ReadOnlySpan<int> samples)
    {
        if (_workers is null || _count * _inputSize < (_copySize > 0 ? MinCopiedValues : MinSharedValues))
        {
            CopyStride = 0;
            data.GatherBatch(samples, _features.Span[..(_count * _inputSize)]);
            return;
        }
        CopyStride = _copySize;
        // Other threads cannot see a span.
        samples.CopyTo(_samples);
        _data = data;
        if (_copySize > 0)
            _workers.RunOnEach(this, 0);
        else
            _workers.Run(this, 0);
    }
}
