using Netsmith.Generator.Emission.StraightLine;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes the passes over all layers: inference, the training step's forward pass with its loss, and backward.</summary>
internal static class PassEmitter
{
    public static void Emit(CodeWriter w, EmitContext context)
    {
        if (context.IsStraightLine)
        {
            StraightLinePasses.Emit(w, context);
            return;
        }
        EmitForward(w, context, isSparse: false);
        if (context.Plan.SkipsZeros)
            EmitForward(w, context, isSparse: true);
        if (context.Plan.Loss is null)
            return;
        if (context.Plan.Stages[0].SharesOutputs)
            EmitFirstLayer(w, context);
        EmitTrainingPass(w, context);
        EmitParameterGradients(w, context);
    }

    private static void EmitForward(CodeWriter w, EmitContext context, bool isSparse)
    {
        NetworkPlan plan = context.Plan;
        string t = context.T;
        List<Stage> stages = [.. plan.InferenceStages];
        w.Line(isSparse
            ? "/// <summary>Evaluates the network for one sample, skipping inputs that are zero; columns is the first layer's weight, [in, out].</summary>"
            : "/// <summary>Evaluates the network for a batch. The hidden activations go to scratch.</summary>");
        string header = isSparse
            ? $"ForwardSparse({t}* parameters, {t}* columns, {t}* input, {t}* output, {t}* scratch)"
            : $"Forward({t}* parameters, {t}* input, {t}* output, {t}* scratch, int batchSize)";
        using (w.Block($"public static void {header}"))
        {
            if (isSparse)
                w.Line("const int batchSize = 1;");
            string input = "input";
            for (int i = 0; i < stages.Count; i++)
            {
                Stage stage = stages[i];
                string output = "output";
                if (i < stages.Count - 1)
                {
                    output = stage.Variable;
                    string at = context.Scratch.Offsets[i] == 0 ? "scratch" : "scratch + " + Pointer.Row("(nint)batchSize", context.Scratch.Offsets[i]);
                    w.Line($"{t}* {output} = {at}; // [batch, {stage.OutputSize}]");
                }
                var operands = new StageOperands { Input = input, Output = output, Parameter = Address(stage, "parameters") };
                w.Line(isSparse && i == 0 ? SparseColumns.Call(stage, operands) : stage.Definition.ForwardCall(stage, operands));
                input = output;
            }
            if (stages.Count == 0)
                w.Line($"new global::System.ReadOnlySpan<{t}>(input, {Pointer.Row("batchSize", plan.InputSize)}).CopyTo(new global::System.Span<{t}>(output, {Pointer.Row("batchSize", plan.InputSize)}));");
        }
        w.Line();
    }

    private static void EmitFirstLayer(CodeWriter w, EmitContext context)
    {
        Stage stage = context.Plan.Stages[0];
        string t = context.T;
        w.Line($"/// <summary>The first layer's forward pass in a training step: the parts of its outputs from part up to end, for all samples.</summary>");
        using (w.Block($"public static void FirstLayer({t}* parameters, {t}* input, {t}* buffers, nint capacity, int batchSize, int part, int end, int parts)"))
        {
            EmitBuffers(w, context, context.Buffers.All.Where(b => b.Name == stage.Variable || b.Name == TrainingBuffers.PreActivation(stage)), false);
            w.Line(stage.Definition.ForwardCall(stage, Operands(context, stage, null) with { Share = "part, end, parts" }));
        }
        w.Line();
    }

    private static void EmitTrainingPass(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        Stage last = plan.Stages[plan.Stages.Count - 1];
        string t = context.T, key = context.HasDropout ? ", ulong dropoutKey" : "";
        w.Line("/// <summary>");
        w.Line($"/// The part of a training step that concerns each sample by itself, for batchSize samples from first on: the forward pass{(plan.Stages[0].SharesOutputs ? "" : ",")}");
        w.Line($"/// {(plan.Stages[0].SharesOutputs ? "after the first layer, " : "")}the loss (losses receives the share of each block of 16 samples in the mean), and the gradient of every layer's outputs.");
        w.Line("/// Where there are weights, each sample's share in the mean is multiplied by its own.");
        w.Line("/// </summary>");
        using (w.Block($"public static void TrainingPass(\n    {t}* parameters, {t}* input, {context.TargetType}* targets, {t}* buffers, nint capacity, {t}* losses, {t} mean, {t}* weights,\n    int first, int batchSize{key})"))
        {
            w.Line($"input += {Pointer.Row("(nint)first", plan.InputSize)};");
            w.Line($"targets += {Pointer.Row("(nint)first", context.TargetSize)};");
            EmitBuffers(w, context, context.Buffers.All, true);
            w.Line();
            Stage? before = null;
            foreach (Stage stage in plan.Stages)
            {
                if (!stage.SharesOutputs)
                    w.Line(stage.Definition.ForwardCall(stage, Operands(context, stage, before)));
                before = stage;
            }
            w.Line();
            w.Line($"// {plan.Loss!.Definition.Describe(plan.Loss.Model)}, for a block of samples at a time; where there are weights, for a sample.");
            using (w.Block($"for (int b = 0; b < batchSize; b += weights == null ? {EmitContext.LossBlock} : 1)"))
            {
                string At(string buffer) => $"{buffer} + {Pointer.Row("b", last.OutputSize)}";
                string saved = EmitContext.SavedBy(last);
                w.Line($"int count = weights == null ? Math.Min({EmitContext.LossBlock}, batchSize - b) : 1, block = (first + b) / {EmitContext.LossBlock};");
                w.Line($"{t} weightedMean = weights == null ? mean : mean * weights[first + b];");
                w.Line($"{t} loss = Loss({At(last.Variable)}, targets + {Pointer.Row("b", context.TargetSize)}, {At(TrainingBuffers.Gradient(last))}" +
                    $"{context.LossSink.Argument(At(saved))}, count, weightedMean);");
                w.Line($"losses[block] = b % {EmitContext.LossBlock} == 0 ? loss : losses[block] + loss;");
            }
            foreach ((Stage stage, Stage? previous) in Backwards(plan))
            {
                if (previous is null && !plan.Model.InputGradient)
                    continue;
                w.Line();
                w.Line($"// {stage.Description}");
                w.Line(stage.Definition.InputGradientCall(stage, Operands(context, stage, previous)));
            }
        }
        w.Line();
    }

    private static void EmitParameterGradients(CodeWriter w, EmitContext context)
    {
        string t = context.T;
        w.Line("/// <summary>");
        w.Line("/// The part of a training step that adds up over the samples. Without accumulate, target receives the parameters' gradients;");
        w.Line("/// with it, scale times the gradients is added to target: with the parameters as target and minus the learning rate as");
        w.Line("/// scale, that is the update of plain SGD. Computes the parts from part up to end.");
        w.Line("/// </summary>");
        using (w.Block($"public static void ParameterGradients(\n    {t}* input, {t}* buffers, nint capacity, {t}* target, int batchSize, {t} scale, bool accumulate, int part, int end, int parts)"))
        {
            var stages = Backwards(context.Plan)
                .Select(s => (s.Stage, Calls: string.Join("\n", s.Stage.Definition.ParameterGradientCalls(s.Stage, Operands(context, s.Stage, s.Previous)))))
                .Where(static s => s.Calls.Length > 0).ToList();
            EmitBuffers(w, context, context.Buffers.All.Where(b => stages.Exists(s => Names.Occur(s.Calls, b.Name))), false);
            foreach ((Stage stage, string calls) in stages)
            {
                w.Line();
                w.Line($"// {stage.Description}");
                w.Line(calls);
            }
        }
        w.Line();
    }

    private static IEnumerable<(Stage Stage, Stage? Previous)> Backwards(NetworkPlan plan)
    {
        for (int i = plan.Stages.Count - 1; i >= 0; i--)
            yield return (plan.Stages[i], i > 0 ? plan.Stages[i - 1] : null);
    }

    /// <summary>The variables of a stage in a training step.</summary>
    private static StageOperands Operands(EmitContext context, Stage stage, Stage? before) => new()
    {
        Input = before?.Variable ?? "input",
        Output = stage.Variable,
        PreActivation = TrainingBuffers.PreActivation(stage),
        Mask = TrainingBuffers.Mask(stage),
        OutputGradient = TrainingBuffers.Gradient(stage),
        InputGradient = before is not null ? TrainingBuffers.Gradient(before) : TrainingBuffers.InputGradient,
        Saved = before is null ? "" : EmitContext.SavedBy(before),
        Parameter = Address(stage, "parameters"),
        Target = Address(stage, "target"),
    };

    /// <summary>A pointer for each buffer, at the first sample; capacity is the number of samples each has room for.</summary>
    private static void EmitBuffers(CodeWriter w, EmitContext context, IEnumerable<TrainingBuffer> buffers, bool fromFirst)
    {
        foreach (TrainingBuffer buffer in buffers)
        {
            string at = buffer.Offset == 0 ? "buffers" : "buffers + " + Pointer.Row("capacity", buffer.Offset);
            if (fromFirst)
                at += " + " + Pointer.Row("(nint)first", buffer.Size);
            w.Line($"{context.T}* {buffer.Name} = {at}; // [batch, {buffer.Size}] {buffer.Meaning}");
        }
    }

    private static System.Func<string, string> Address(Stage stage, string block) =>
        name => Pointer.At(block, stage.Parameter(name)!.Offset);
}
