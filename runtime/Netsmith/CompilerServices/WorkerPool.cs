using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Netsmith.CompilerServices;

/// <summary>Work that several threads can share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParallelWork
{
    /// <summary>
    /// Does the parts of a phase from <paramref name="first"/> up to <paramref name="end"/>, of <paramref name="parts"/>. The caller of
    /// <see cref="WorkerPool.Run"/> is thread 0.
    /// </summary>
    void Run(int phase, int thread, int first, int end, int parts);
}

/// <summary>
/// Threads that share short pieces of work, without allocating for each. They spin briefly between two pieces, sleep when
/// none follows, and end with <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// The shares follow the threads' speeds, since cores that other programs use as well differ by a quarter for tenths of a second, and all
/// wait for the slowest (feedback-guided scheduling, Bull 1998). A thread keeps its place in the order of the parts: what it wrote in one
/// phase it finds in its cache in the next.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkerPool : IDisposable
{
    /// <summary>Multiply-adds below which handing work over takes longer than doing it: about ten microseconds' worth.</summary>
    public const long MinMultiplyAdds = 400_000;

    // A few hundred microseconds, so that a thread sleeps when training ends, but not where the other is held up for a moment: a sleeping
    // thread's processor goes to others, on a shared machine for milliseconds, in which all others wait and fall asleep as well. Epochs of
    // 784-200-10 in a busy hour: 296 ms on average with 1000, 370 with 300, 482 with 35.
    private const int SpinCount = 1000;

    /// <summary>Parts of a phase: far more than threads, so that shares can be moved by little.</summary>
    private const int Parts = 1024;

    /// <summary>
    /// How far a share moves at once from what it was towards what the last phase would have it be: in some ten batches it is where it
    /// should be, and one phase's hazard moves it by little.
    /// </summary>
    private const double Adjustment = 1.0 / 32;

    /// <summary>The least share, in equal shares: a thread without work would never be measured again.</summary>
    private const double LeastShare = 1.0 / 4;

    /// <summary>A thread's time is on two cache lines of its own, since processors fetch them in pairs; the first two are the array's head.</summary>
    private const int Stride = 128 / sizeof(long);

    /// <summary>What takes less, 25 microseconds, tells nothing about speed.</summary>
    private static readonly long LeastTime = Stopwatch.Frequency / 40_000;

    private readonly Thread[] _threads;
    private readonly ManualResetEventSlim[] _starts;
    private readonly ManualResetEventSlim _finished = new(false, SpinCount);
    private readonly double[] _shares;      // of each thread; 1 together
    private readonly int[] _bounds;         // thread i does the parts from bound i up to bound i + 1
    private readonly long[] _times;         // of each thread in the last phase
    private IParallelWork? _work;
    private Exception? _failure;
    private int _phase, _pending;
    private bool _isShared;
    private volatile bool _isDisposed;

    /// <summary>Starts the threads, asleep.</summary>
    /// <param name="threads">How many share the work, the caller included; at least 1.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _shares = new double[threads];
        _shares.AsSpan().Fill(1.0 / threads);
        _bounds = new int[threads + 1];
        _times = new long[(threads + 1) * Stride];
        _threads = new Thread[threads - 1];
        _starts = new ManualResetEventSlim[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _starts[i] = new ManualResetEventSlim(false, SpinCount);
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = "Netsmith worker" };
            _threads[i].Start();
        }
    }

    /// <summary>How many threads share the work, the caller's included.</summary>
    public int ThreadCount => _threads.Length + 1;

    /// <summary>Does a phase, the first parts of it on this thread, and returns when all are done.</summary>
    public void Run(IParallelWork work, int phase)
    {
        double sum = 0;
        for (int thread = 0; thread < ThreadCount - 1; thread++)
            _bounds[thread + 1] = (int)((sum += _shares[thread]) * Parts);
        _bounds[ThreadCount] = Parts;
        RunOnAll(work, phase, isShared: true);
        AdjustShares();
    }

    /// <summary>Has every thread do all parts of a phase, and returns when all are done.</summary>
    public void RunOnEach(IParallelWork work, int phase) => RunOnAll(work, phase, isShared: false);

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

    private void RunOnAll(IParallelWork work, int phase, bool isShared)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        (_work, _phase, _isShared, _pending) = (work, phase, isShared, _threads.Length);
        _finished.Reset();
        foreach (ManualResetEventSlim start in _starts)
            start.Set();
        RunPhase(0);
        // The others use memory that the caller releases: nobody leaves before all are done.
        if (_threads.Length > 0)
            _finished.Wait();
        _work = null;
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private void Work(int thread)
    {
        ManualResetEventSlim start = _starts[thread - 1];
        while (true)
        {
            start.Wait();
            start.Reset();
            if (_isDisposed)
                return;
            RunPhase(thread);
            if (Interlocked.Decrement(ref _pending) == 0)
                _finished.Set();
        }
    }

    private void RunPhase(int thread)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            (int first, int end) = _isShared ? (_bounds[thread], _bounds[thread + 1]) : (0, Parts);
            _work!.Run(_phase, thread, first, end, Parts);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
        Time(thread) = Stopwatch.GetTimestamp() - start;
    }

    private void AdjustShares()
    {
        double speeds = 0;
        for (int thread = 0; thread < ThreadCount; thread++)
        {
            if (Time(thread) < LeastTime)
                return;
            speeds += Speed(thread);
        }
        double sum = 0;
        for (int thread = 0; thread < ThreadCount; thread++)
        {
            ref double share = ref _shares[thread];
            // A thread that lost the processor for a moment is not that slow.
            double fair = Math.Clamp(Speed(thread) / speeds, share / 2, share * 2);
            share = Math.Max(share + ((fair - share) * Adjustment), LeastShare / ThreadCount);
            sum += share;
        }
        foreach (ref double share in _shares.AsSpan())
            share /= sum;
    }

    /// <summary>Parts that the thread did in a unit of time.</summary>
    private double Speed(int thread) => (_bounds[thread + 1] - _bounds[thread]) / (double)Time(thread);

    private ref long Time(int thread) => ref _times[(thread + 1) * Stride];
}
