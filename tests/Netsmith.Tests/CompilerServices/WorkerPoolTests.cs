using System.Diagnostics;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.CompilerServices;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_OfManyPhases_DoesEveryPartOnce(int threads)
    {
        using var pool = new WorkerPool(threads);
        int[] done = [];
        var work = new Work((_, first, end, parts) =>
        {
            for (int part = first; part < end; part++)
                Interlocked.Increment(ref done[part]);
        });
        int count = PartsOf(pool);
        for (int phase = 0; phase < 5_000; phase++)
        {
            done = new int[count];
            pool.Run(work, phase);
            Assert.False(done.AsSpan().ContainsAnyExcept(1));
        }
    }

    [Fact]
    public void RunOnEach_DoesEveryPartOnEveryThread()
    {
        using var pool = new WorkerPool(3);
        int[] done = new int[3];
        int wrong = 0;
        var work = new Work((phase, first, end, parts) => wrong += phase == 7 && first == 0 && end == parts ? 0 : 1) { Done = done };
        for (int phase = 1; phase <= 1_000; phase++)
        {
            pool.RunOnEach(work, 7);
            Assert.Equal([phase, phase, phase], done);
        }
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Run_PassesThePhaseOn()
    {
        using var pool = new WorkerPool(3);
        int wrong = 0, current = 0;
        var work = new Work((phase, _, _, _) =>
        {
            if (phase != Volatile.Read(ref current))
                Interlocked.Increment(ref wrong);
        });
        for (int phase = 0; phase < 5_000; phase++)
        {
            Volatile.Write(ref current, phase);
            pool.Run(work, phase);
        }
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Run_WhereOneThreadIsSlow_LeavesMoreToTheOther()
    {
        using var pool = new WorkerPool(2);
        Thread main = Thread.CurrentThread;
        int mine = 0, all = 0, done = 0;
        var work = new Work((_, first, end, parts) =>
        {
            bool isMine = Thread.CurrentThread == main;
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < (end - first) * (isMine ? 0.5 : 1.5))
            {
            }
            if (isMine)
                (mine, all) = (end - first, parts);
            Interlocked.Add(ref done, end - first);
        });

        pool.Run(work, 0);
        Assert.Equal(all / 2, mine);
        for (int phase = 0; phase < 200; phase++)
        {
            done = 0;
            pool.Run(work, 0);
            Assert.Equal(all, done);
        }

        // Three quarters on a machine that does nothing else.
        Assert.InRange(mine, (int)(0.6 * all), (int)(0.9 * all));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_WherePartFails_ThrowsOnTheCallerAndGoesOnNextTime(bool caller)
    {
        using var pool = new WorkerPool(2);
        Thread main = Thread.CurrentThread;
        int phases = 0;
        var work = new Work((phase, first, _, _) =>
        {
            if (phase == 0 && (Thread.CurrentThread == main) == caller)
                throw new InvalidDataException("part");
            if (first == 0)
                phases++;
        });

        Assert.Equal("part", Assert.Throws<InvalidDataException>(() => pool.Run(work, 0)).Message);
        pool.Run(work, 1);
        Assert.Equal(caller ? 1 : 2, phases);
    }

    [Fact]
    public void Run_AfterDispose_IsRefused()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Work(static (_, _, _, _) => { }), 0));
    }

    private static int PartsOf(WorkerPool pool)
    {
        int count = 0;
        pool.Run(new Work((_, _, _, parts) => Volatile.Write(ref count, parts)), 0);
        return count;
    }

    private sealed class Work(Action<int, int, int, int> run) : IParallelWork
    {
        /// <summary>Counts the calls of each thread.</summary>
        public int[] Done { get; init; } = new int[7];

        public void Run(int phase, int thread, int first, int end, int parts)
        {
            Done[thread]++;
            run(phase, first, end, parts);
        }
    }
}
