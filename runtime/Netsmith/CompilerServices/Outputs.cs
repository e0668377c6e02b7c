using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>Reads a network's outputs. For generated code and the runtime itself.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Outputs
{
    /// <summary>The index of the largest value; of equal ones the first. NaN counts as larger than nothing.</summary>
    /// <param name="values">At least one value.</param>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }
        return best;
    }
}
