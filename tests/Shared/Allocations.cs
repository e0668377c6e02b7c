namespace Netsmith.TestSupport;

/// <summary>What calls allocate, measured so that only their own doing is found.</summary>
internal static class Allocations
{
    private const int Attempts = 3;

    /// <summary>The bytes that so many calls allocate on this thread, after a first one.</summary>
    /// <param name="create">Gives a call of something new, so that what is allocated once in its life is found in every measurement.</param>
    /// <param name="calls">How many are measured.</param>
    public static long Of(Func<Action> create, int calls) => Least(() =>
    {
        Action call = create();
        call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    /// <summary>
    /// The least of a few measurements, up to the first that finds nothing. One in a hundred collections that another thread causes counts
    /// what is left of this thread's block, up to 8 KB, as allocated; the collection counter does not tell which. What the measured
    /// code allocates is in every measurement.
    /// </summary>
    public static long Least(Func<long> measure)
    {
        long least = measure();
        for (int attempt = 1; attempt < Attempts && least > 0; attempt++)
            least = Math.Min(least, measure());
        return least;
    }
}
