using Netsmith.Generator.Layers;

namespace Netsmith.Generator.Planning;

/// <summary>
/// Decides whether a network is so small that each of its passes becomes one straight-line method: loops, calls and
/// memory traffic between layers would cost more than its arithmetic (docs/emitted-code.md, "Tiny networks").
/// </summary>
internal static class StraightLineRules
{
    /// <summary>Above this a training step's method would pass 24 KB of IL, and its JIT time 8 ms.</summary>
    public const long MaxMultiplyAdds = 352;

    /// <summary>Above this the activations of a block leave the registers, and inlined exponentials the JIT's budget.</summary>
    public const int MaxNeurons = 48;

    /// <summary>Above this, transposing a block's inputs into lanes costs more than it saves.</summary>
    public const int MaxInputs = 32;

    public static bool Apply(NetworkPlan plan) =>
        plan.Stages.Count > 0
        && plan.Stages.All(static s => s.Definition is Dense)
        && plan.MultiplyAdds <= MaxMultiplyAdds
        && plan.InputSize <= MaxInputs
        && plan.Stages.Sum(static s => s.OutputSize) <= MaxNeurons
        && !plan.Model.InputGradient;
}
