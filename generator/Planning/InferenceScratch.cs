namespace Netsmith.Generator.Planning;

/// <summary>
/// Where the hidden activations of inference lie in one scratch block. Only a stage's input and output are alive at the
/// same time, so that two buffers, used in turn, hold any number of layers.
/// </summary>
/// <param name="Offsets">For each inference stage, where its output begins, in elements per sample; -1 for the last, which writes to the caller.</param>
/// <param name="PerSample">Elements a sample needs.</param>
internal sealed record InferenceScratch(IReadOnlyList<int> Offsets, int PerSample)
{
    /// <summary>Elements that may lie on the stack: 64 KB.</summary>
    public const int MaxOnStack = 16_384;

    /// <summary>Whether even one sample is too large for the stack.</summary>
    public bool IsRented => PerSample > MaxOnStack;

    /// <summary>Samples evaluated at a time: as many as fit the stack, a multiple of the tiles' 12 where that is possible.</summary>
    public int ChunkSize
    {
        get
        {
            if (PerSample == 0)
                return int.MaxValue;
            int fitting = Math.Min(96, Math.Max(1, MaxOnStack / PerSample));
            return fitting >= 12 ? fitting / 12 * 12 : fitting;
        }
    }

    public static InferenceScratch Of(NetworkPlan plan)
    {
        List<Stage> stages = [.. plan.InferenceStages];
        if (StraightLineRules.Apply(plan))
            return new InferenceScratch([], 0);
        int even = 0, odd = 0;
        for (int i = 0; i < stages.Count - 1; i++)
        {
            if (i % 2 == 0)
                even = Math.Max(even, stages[i].OutputSize);
            else
                odd = Math.Max(odd, stages[i].OutputSize);
        }
        var offsets = stages.Select((_, i) => i == stages.Count - 1 ? -1 : i % 2 == 0 ? 0 : even).ToList();
        return new InferenceScratch(offsets, even + odd);
    }
}
