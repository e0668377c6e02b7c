using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;

namespace Netsmith.Generator.Planning;

/// <summary>How the threads of a training step share a layer.</summary>
internal static class ThreadRules
{
    private const int FewestOutputs = 64, FewestWeights = 32_768;

    /// <summary>
    /// Whether each thread computes some outputs of a first layer for all samples, instead of all outputs for some samples. The rows
    /// of the weight that it reads are then the rows that it updates, and stay in its core's cache: 314 KB, half of 784 × 200, take
    /// 22 µs from one core to the other. With few outputs the shares would be too unequal, and where inputs are broadcast there is no such share.
    /// </summary>
    public static bool SharesOutputs(Stage stage) =>
        stage.Definition is Dense
        && !TileRules.BroadcastsInputs(VectorType.Widest, stage.InputSize, stage.OutputSize)
        && stage.OutputSize >= FewestOutputs && stage.Parameter("weight")!.Length >= FewestWeights;
}
