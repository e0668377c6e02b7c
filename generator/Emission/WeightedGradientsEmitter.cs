namespace Netsmith.Generator.Emission;

/// <summary>
/// Writes what <c>ITrainer</c> offers beside the step: gradients of a weighted mean of the samples' losses, and the state of dropout.
/// </summary>
internal static class WeightedGradientsEmitter
{
    private const string ReadOnlySpan = "global::System.ReadOnlySpan", Services = "global::Netsmith.CompilerServices";

    public static void Emit(CodeWriter w, EmitContext context)
    {
        string target = context.TargetName;
        w.Line($"float {Services}.ITrainer.ComputeGradients({ReadOnlySpan}<float> inputs, {ReadOnlySpan}<int> labels, {ReadOnlySpan}<float> targets, {ReadOnlySpan}<float> weights, int batchSize) =>");
        w.Line($"    weights.IsEmpty ? ComputeGradients(inputs, {target}) : ComputeWeightedGradients(inputs, {target}, weights);");
        w.Line();
        w.Line($"ulong {Services}.ITrainer.DropoutSeed {(context.HasDropout ? "{ get => _dropoutSeed; set => _dropoutSeed = value; }" : "{ get => 0; set { } }")}");
        w.Line();
        w.Line($"ulong {Services}.ITrainer.DropoutStep {(context.HasDropout ? "{ get => _step; set => _step = value; }" : "{ get => 0; set { } }")}");
        w.Line();
        using (w.Block($"private float ComputeWeightedGradients({ReadOnlySpan}<float> inputs, {ReadOnlySpan}<{context.TargetType}> {target}, {ReadOnlySpan}<float> weights)"))
        {
            w.Line($"{Services}.Check.Length(weights.Length, inputs.Length / InputSize, nameof(weights));");
            w.Line($"float total = {Services}.SampleWeights.Sum(weights);");
            TrainingEmitter.EmitPinned(w, context, () =>
            {
                w.Line("float loss = 0;");
                if (context.IsStraightLine)
                {
                    EmitSampleBySample(w, context);
                }
                else
                {
                    w.Line("fixed (float* s = weights)");
                    w.Line("    loss = Run(x, t, _gradients.Pointer, 1, false, s, total);");
                }
                w.Line("global::System.GC.KeepAlive(this);");
                w.Line("return loss;");
            });
        }
        w.Line();
    }

    /// <summary>A tiny network's step is one method: each sample's gradient is added with its weight as the factor.</summary>
    private static void EmitSampleBySample(CodeWriter w, EmitContext context)
    {
        w.Line("_gradients.Span.Clear();");
        using (w.Block("for (int b = 0; b < batchSize; b++)"))
        {
            w.Line("float share = total > 0 ? weights[b] / total : 0;");
            w.Line($"loss += share * {context.Kernels}.Step(_network._parameters.Pointer, x + (nint)b * InputSize, t + (nint)b * {Literal.Integer(context.TargetSize)}, " +
                "_buffers.Pointer + (nint)b * OutputSize, _gradients.Pointer, 1, share, true);");
        }
    }
}
