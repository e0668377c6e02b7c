namespace Netsmith.TestSupport;

/// <summary>What calls allocate, measured so that only their own doing is found.</summary>
internal static class Allocations
{
    private const int Attempts = 5;

    /// <summary>The bytes that a call allocates on this thread, once it is warm.</summary>
    public static long Of(Action call)
    {
        call();
        return Least(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>
    /// The least of a few measurements, up to the first that finds nothing: a collection that another test causes may count what is
    /// left of this thread's block, once; what the measured code allocates is in every measurement.
    /// </summary>
    public static long Least(Func<long> measure)
    {
        long least = measure();
        for (int attempt = 1; attempt < Attempts && least > 0; attempt++)
            least = Math.Min(least, measure());
        return least;
    }
}
