using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>Weighted means over the samples of a batch. For generated code and the runtime itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SampleWeights
{
    /// <summary>The sum of the weights, in double precision before it is rounded.</summary>
    /// <param name="weights">One weight for each sample.</param>
    public static float Sum(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights)
            sum += weight;
        return (float)sum;
    }
}
