using System.ComponentModel;
using System.Runtime.ExceptionServices;

namespace Netsmith.CompilerServices;

/// <summary>Work that several threads can share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParallelWork
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/> of a phase.</summary>
    void Run(int phase, int part, int parts);
}

/// <summary>
/// Threads that share short pieces of work, without allocating for each. They spin briefly between two pieces, sleep when
/// none follows, and end with <see cref="Dispose"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkerPool : IDisposable
{
    /// <summary>Multiply-adds below which handing work over takes longer than doing it: about ten microseconds' worth.</summary>
    public const long MinMultiplyAdds = 400_000;

    // Long enough to bridge the gather of the next batch, short enough not to be noticed once training has ended.
    private const int SpinCount = 300;

    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim[] _starts;
    private readonly ManualResetEventSlim _finished = new(false, SpinCount);
    private IParallelWork? _work;
    private Exception? _failure;
    private int _phase, _pending;
    private volatile bool _isDisposed;

    /// <summary>Starts the threads, asleep.</summary>
    /// <param name="threads">How many share the work, the caller included; at least 1.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads - 1];
        _starts = new ManualResetEventSlim[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i;
            _starts[i] = new ManualResetEventSlim(false, SpinCount);
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = "Netsmith worker" };
            _threads[i].Start();
        }
    }

    /// <summary>How many threads share the work, the caller's included.</summary>
    public int ThreadCount => _threads.Length + 1;

    /// <summary>Does a phase in as many parts as there are threads, the first on this one, and returns when all are done.</summary>
    public void Run(IParallelWork work, int phase)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        (_work, _phase, _pending) = (work, phase, _threads.Length);
        _finished.Reset();
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        try
        {
            work.Run(phase, 0, ThreadCount);
        }
        finally
        {
            // The others use memory that the caller releases: nobody leaves before all are done.
            if (_threads.Length > 0)
                _finished.Wait();
            _work = null;
        }
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        foreach (Thread thread in _threads)
            thread.Join();
        foreach (ManualResetEventSlim start in _starts)
            start.Dispose();
        _finished.Dispose();
    }

    private void Work(int worker)
    {
        while (true)
        {
            _starts[worker].Wait();
            _starts[worker].Reset();
            if (_isDisposed)
                return;
            try
            {
                _work!.Run(_phase, worker + 1, ThreadCount);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
            if (Interlocked.Decrement(ref _pending) == 0)
                _finished.Set();
        }
    }
}
