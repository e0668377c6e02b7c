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
        w.Line($"float {Services}.ITrainer.ComputeGradients(");
        w.Line($"    {ReadOnlySpan}<float> inputs, {ReadOnlySpan}<int> labels, {ReadOnlySpan}<float> targets,");
        w.Line($"    {ReadOnlySpan}<float> weights, int batchSize) =>");
        w.Line($"    weights.IsEmpty ? ComputeGradients(inputs, {target}) : ComputeWeightedGradients(inputs, {target}, weights);");
        w.Line();
        w.Line($"ulong {Services}.ITrainer.DropoutSeed {(context.HasDropout ? "{ get => _dropoutSeed; set => _dropoutSeed = value; }" : "{ get => 0; set { } }")}");
        w.Line();
        w.Line($"ulong {Services}.ITrainer.DropoutStep {(context.HasDropout ? "{ get => _step; set => _step = value; }" : "{ get => 0; set { } }")}");
        w.Line();
        w.Line("/// <summary>As <see cref=\"ComputeGradients\"/>, of a mean in which each sample has a weight.</summary>");
        using (w.Block($"private float ComputeWeightedGradients(\n    {ReadOnlySpan}<float> inputs, {ReadOnlySpan}<{context.TargetType}> {target}, {ReadOnlySpan}<float> weights)"))
        {
            w.Line($"{Services}.Check.Length(weights.Length, inputs.Length / InputSize, nameof(weights));");
            w.Line($"float total = {Services}.SampleWeights.Sum(weights);");
            TrainingEmitter.EmitPinned(w, context, () =>
            {
                if (context.IsStraightLine)
                {
                    w.Line("float loss = 0;");
                    EmitSampleBySample(w, context);
                }
                else
                {
                    w.Line("float loss;");
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
            w.Line($"loss += share * {context.Kernels}.Step(");
            w.Line($"    _network._parameters.Pointer, x + (nint)b * InputSize, t + {Pointer.Row("(nint)b", context.TargetSize)}, _buffers.Pointer + (nint)b * OutputSize,");
            w.Line("    _gradients.Pointer, 1, share, true);");
        }
    }
}
