namespace Netsmith.Generator.Benchmarks.Shapes;

/// <summary>The shapes of one Dense layer that are measured, smallest first.</summary>
internal static class SweptShapes
{
    /// <summary>Input and output sizes.</summary>
    public static IReadOnlyList<(int Inputs, int Outputs)> All { get; } =
        [.. Choose().Distinct().OrderBy(s => (long)s.Inputs * s.Outputs).ThenBy(s => s.Inputs)];

    private static IEnumerable<(int Inputs, int Outputs)> Choose()
    {
        // 1…70 × 1…70: every row and every column twice, by strides that are prime to 70, so that remainders mix.
        foreach (int stride in new[] { 17, 31 })
            for (int i = 0; i < 70; i++)
                yield return (1 + i, 1 + (i * stride % 70));

        int[] primes = [2, 3, 5, 7, 11, 13, 23, 31, 47, 61, 97, 127, 251];
        for (int i = 0; i < primes.Length; i++)
            foreach (int step in new[] { 0, 1, 4, 9 })
                yield return (primes[i], primes[(i + step) % primes.Length]);

        foreach (int power in new[] { 8, 16, 32, 64, 128, 256, 512 })
            foreach (int other in new[] { 16, 64, 256 })
                for (int d = -1; d <= 1; d++)
                {
                    yield return (power + d, other + d);
                    yield return (power + d, other - d);
                }

        foreach (int outputs in Enumerable.Range(1, 64).Concat([100, 128, 200, 256, 300]))
            yield return (784, outputs);

        foreach (int size in new[] { 1, 10, 100, 1000 })
        {
            yield return (size, 1000);
            yield return (1000, size);
        }

        yield return (1024, 1024);
    }
}
