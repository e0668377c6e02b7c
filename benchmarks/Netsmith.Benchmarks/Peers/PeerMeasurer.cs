using System.Diagnostics;
using System.Globalization;

namespace Netsmith.Benchmarks.Peers;

/// <summary>Speaks the line protocol that <c>benchmarks/peers/protocol.py</c> describes.</summary>
internal static class PeerMeasurer
{
    private static readonly double SampleSeconds =
        double.Parse(Environment.GetEnvironmentVariable("BENCH_SAMPLE_SECONDS") ?? "0.2", CultureInfo.InvariantCulture);

    /// <summary>Answers commands until the input ends.</summary>
    public static void Serve(PeerCases cases, TextReader input, TextWriter output)
    {
        PeerWork? work = null;
        int count = 0;
        while (input.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string answer;
            switch (words)
            {
                case ["name"]:
                    answer = cases.Name;
                    break;
                case ["prepare", string name]:
                    work = cases.Prepare(name);
                    count = work is null ? 0 : WarmUp(work);
                    answer = work is null ? "skip" : "ready";
                    break;
                case ["run", _] when work is not null:
                    double seconds = Time(work, count) / count;
                    answer = string.Create(CultureInfo.InvariantCulture, $"{seconds:G9} {work.Check():G9}");
                    break;
                default:
                    throw new InvalidOperationException($"expected 'name', 'prepare CASE' or 'run CASE' after 'prepare', found '{line}'");
            }

            output.WriteLine(answer);
            output.Flush();
        }
    }

    // Many short calls and a pause let the JIT finish its tiers; then a count that lasts as long as a timing should.
    private static int WarmUp(PeerWork work)
    {
        if (!work.IsLong)
        {
            for (int i = 0; i < 100; i++)
                work.Run(100);
            Thread.Sleep(300);
        }

        int count = 1;
        double elapsed;
        while ((elapsed = Time(work, count)) < SampleSeconds / 4)
            count *= 2;
        return Math.Max(1, (int)(count * SampleSeconds / elapsed));
    }

    private static double Time(PeerWork work, int count)
    {
        long start = Stopwatch.GetTimestamp();
        work.Run(count);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
