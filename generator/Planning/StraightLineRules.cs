using Netsmith.Generator.Layers;

namespace Netsmith.Generator.Planning;

/// <summary>
/// Decides whether a network is so small that each of its passes becomes one straight-line method: loops, calls and
/// memory traffic between layers would cost more than its arithmetic (docs/emitted-code.md, "Tiny networks").
/// </summary>
internal static class StraightLineRules
{
    /// <summary>Above this, evaluation is as fast in tiles.</summary>
    public const long MaxMultiplyAdds = 352;

    /// <summary>
    /// The most bytes of IL a training step's largest method may have: the JIT gives up at 60,000 and slows down long
    /// before. See <see cref="TrainingBytes"/>.
    /// </summary>
    public const long MaxTrainingBytes = 30 * 1024;

    /// <summary>Above this the activations of a block leave the registers, and inlined exponentials the JIT's budget.</summary>
    public const int MaxNeurons = 48;

    /// <summary>Above this, transposing a block's inputs into lanes costs more than it saves.</summary>
    public const int MaxInputs = 32;

    public static bool Apply(NetworkPlan plan) =>
        plan.Stages.Count > 0
        && plan.Stages.All(static s => s.Definition is Dense)
        && plan.MultiplyAdds <= MaxMultiplyAdds
        && plan.InputSize <= MaxInputs
        && Neurons(plan) <= MaxNeurons
        && !plan.Model.InputGradient
        && (plan.Loss is null || TrainingBytes(plan) <= MaxTrainingBytes);

    /// <summary>
    /// An upper estimate of the IL of the largest method of a training step: measured, 100 bytes for each multiply-add
    /// and at most 350 for each neuron, whose activation and derivative are written out.
    /// </summary>
    private static long TrainingBytes(NetworkPlan plan) => (100 * plan.MultiplyAdds) + (350 * Neurons(plan));

    private static int Neurons(NetworkPlan plan) => plan.Stages.Sum(static s => s.OutputSize);
}
