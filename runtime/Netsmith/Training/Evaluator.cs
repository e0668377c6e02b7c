using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>Measures loss and right answers over a data set, a chunk at a time. Measuring allocates nothing.</summary>
internal sealed class Evaluator
{
    /// <summary>Samples measured at once: enough for the batch kernels, few enough that a chunk stays in the cache.</summary>
    private const int ChunkSize = 256;

    /// <summary>Limits the buffers of networks with very large samples to about 16 MB each.</summary>
    private const int MaxChunkValues = 4 << 20;

    private readonly ITrainableNetwork _network;
    private readonly BatchBuffer _batch;
    private readonly AlignedBuffer<float> _outputs;
    private readonly int[] _samples;
    private readonly WorkerPool? _workers;
    private readonly ParallelForward _forward = new();

    /// <param name="network">The network.</param>
    /// <param name="count">How many samples at most.</param>
    /// <param name="workers">Threads to share the work with, or none.</param>
    public Evaluator(ITrainableNetwork network, int count, WorkerPool? workers = null)
    {
        _workers = workers;
        int largest = Math.Max(network.Summary.InputSize, network.Summary.OutputSize);
        int chunk = Math.Min(count, Math.Clamp(MaxChunkValues / largest, 1, ChunkSize));
        _network = network;
        _batch = new BatchBuffer(network, chunk, workers);
        _outputs = new AlignedBuffer<float>(checked(chunk * network.Summary.OutputSize));
        _samples = new int[chunk];
    }

    /// <summary>The mean loss over all samples and the number of right answers; everything else goes to the sums, where given.</summary>
    public (double Loss, int Correct) Measure(Dataset data, EvaluationSums? sums, CancellationToken cancellation)
    {
        double lossSum = 0;
        int correct = 0;
        for (int start = 0; start < data.Count; start += _samples.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(_samples.Length, data.Count - start);
            Span<int> samples = _samples.AsSpan(0, count);
            for (int i = 0; i < count; i++)
                samples[i] = start + i;
            _batch.Fill(data, samples);
            Span<float> outputs = _outputs.Span[..(count * _network.Summary.OutputSize)];
            if (_workers is null)
                _network.Forward(_batch.Features, outputs, count);
            else
                _forward.Run(_workers, _network, _batch.Features, outputs, count);
            lossSum += (double)_network.Loss(outputs, _batch.Labels, _batch.Targets, count) * count;
            correct += Accuracy.CountCorrect(_network, outputs, _batch.Labels, _batch.Targets, sums?.Confusion);
            sums?.Add(outputs, _batch.Labels, _batch.Targets);
        }
        return (lossSum / data.Count, correct);
    }
}
