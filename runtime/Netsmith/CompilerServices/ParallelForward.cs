using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>
/// Shares the samples of a batch among threads. No sum is divided, so the outputs have the same bits for any number of threads.
/// Nothing is allocated after the first call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ParallelForward : IParallelWork
{
    /// <summary>A share is a number of whole blocks of lanes, so that one thread's rest is all that is left over.</summary>
    private const int Block = 16;

    private static readonly ParallelForward Shared = new();

    private WorkerPool? _ownWorkers;
    private INetwork? _network;
    private float* _inputs;
    private float* _outputs;
    private int _batchSize;

    internal ParallelForward()
    {
    }

    /// <summary>Evaluates a batch on several threads, which sleep between calls. While another call uses them, this one does without.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">[batchSize, input size], row-major.</param>
    /// <param name="outputs">[batchSize, output size], row-major; every element is written.</param>
    /// <param name="batchSize">How many samples, at least 1.</param>
    /// <param name="threads">How many threads at most, the caller's included; at least 1.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static void Run(INetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize, int threads)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1 || !Pays(network, batchSize) || !Monitor.TryEnter(Shared))
        {
            network.Forward(inputs, outputs, batchSize);
            return;
        }
        try
        {
            if (Shared._ownWorkers?.ThreadCount != threads)
            {
                Shared._ownWorkers?.Dispose();
                Shared._ownWorkers = new WorkerPool(threads);
            }
            Shared.Run(Shared._ownWorkers, network, inputs, outputs, batchSize);
        }
        finally
        {
            Monitor.Exit(Shared);
        }
    }

    /// <summary>Evaluates a batch with the given threads.</summary>
    internal void Run(WorkerPool workers, INetwork network, ReadOnlySpan<float> inputs, Span<float> outputs, int batchSize)
    {
        Check.BatchSize(batchSize);
        Check.BatchLength(inputs.Length, batchSize, network.Summary.InputSize, nameof(inputs));
        Check.BatchLength(outputs.Length, batchSize, network.Summary.OutputSize, nameof(outputs));
        if (!Pays(network, batchSize))
        {
            network.Forward(inputs, outputs, batchSize);
            return;
        }
        fixed (float* x = inputs, y = outputs)
        {
            (_network, _batchSize) = (network, batchSize);
            _inputs = x;
            _outputs = y;
            try
            {
                workers.Run(this, 0);
            }
            finally
            {
                _network = null;
            }
        }
    }

    void IParallelWork.Run(int phase, int thread, int first, int end, int parts)
    {
        long blocks = (_batchSize + Block - 1) / Block;
        int sample = (int)(blocks * first / parts * Block), count = (int)Math.Min(_batchSize, blocks * end / parts * Block) - sample;
        if (count <= 0)
            return;
        NetworkSummary summary = _network!.Summary;
        _network.Forward(
            new ReadOnlySpan<float>(_inputs + (nint)sample * summary.InputSize, count * summary.InputSize),
            new Span<float>(_outputs + (nint)sample * summary.OutputSize, count * summary.OutputSize), count);
    }

    private static bool Pays(INetwork network, int batchSize) =>
        batchSize > Block && batchSize * network.Summary.MultiplyAdds >= WorkerPool.MinMultiplyAdds;
}
