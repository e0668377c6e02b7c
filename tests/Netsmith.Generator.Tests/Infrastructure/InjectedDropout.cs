namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// Stands in for the runtime's dropout mask in networks under test: the mask a test gives, or one that depends on the
/// layer alone, so that repeated passes compute the same function.
/// </summary>
public static unsafe class InjectedDropout
{
    [ThreadStatic]
    private static double[]? _factors;

    /// <summary>What the next passes on this thread multiply by, one value for each element; null for the built-in mask.</summary>
    public static double[]? Factors
    {
        get => _factors;
        set => _factors = value;
    }

    public static void Fill(float* mask, int count, ulong key, double p, int start = 0)
    {
        for (int i = 0; i < count; i++)
            mask[i] = (float)Factor(start + i, key, p);
    }

    public static void Fill(double* mask, int count, ulong key, double p, int start = 0)
    {
        for (int i = 0; i < count; i++)
            mask[i] = Factor(start + i, key, p);
    }

    private static double Factor(int index, ulong key, double p)
    {
        if (Factors is { } given)
            return given[index];
        // The low bits of the key are the layer's index; those above count the steps.
        double u = (TestSupport.ReferenceTensor.Hash32((uint)index, 77 + (uint)(key & 0xFFFF)) + 1) / 2;
        return u < p ? 0 : 1 / (1 - p);
    }
}
