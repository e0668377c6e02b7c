namespace Netsmith.Integration.Tests;

internal static class TestData
{
    public static float[] Values(int count, ulong seed)
    {
        var random = new Rng(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }

    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i * 7 % classes)];

    /// <summary>Classes that a network of one layer can tell apart.</summary>
    public static Dataset Classes(int count, int features, int classes, ulong seed)
    {
        float[] x = Values(count * features, seed);
        int[] labels = Labels(count, classes);
        for (int i = 0; i < count; i++)
            x[(i * features) + labels[i]] += 3;
        return Dataset.Classification(x, labels);
    }
}
