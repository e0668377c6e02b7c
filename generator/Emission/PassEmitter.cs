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
        EmitForward(w, context);
        if (context.Plan.Loss is null)
            return;
        EmitTrainingForward(w, context);
        EmitBackward(w, context);
    }

    private static void EmitForward(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        string t = context.T;
        List<Stage> stages = [.. plan.InferenceStages];
        w.Line("/// <summary>Evaluates the network for a batch. The hidden activations go to scratch.</summary>");
        using (w.Block($"public static void Forward({t}* parameters, {t}* input, {t}* output, {t}* scratch, int batchSize)"))
        {
            string input = "input";
            for (int i = 0; i < stages.Count; i++)
            {
                Stage stage = stages[i];
                string output = "output";
                if (i < stages.Count - 1)
                {
                    output = stage.Variable;
                    string at = context.Scratch.Offsets[i] == 0 ? "scratch" : $"scratch + (nint)batchSize * {Literal.Integer(context.Scratch.Offsets[i])}";
                    w.Line($"{t}* {output} = {at}; // [batch, {stage.OutputSize}]");
                }
                w.Line(stage.Definition.ForwardCall(stage, new StageOperands
                {
                    Input = input,
                    Output = output,
                    Parameter = Address(stage, "parameters"),
                }));
                input = output;
            }
            if (stages.Count == 0)
                w.Line($"new global::System.ReadOnlySpan<{t}>(input, batchSize * {plan.InputSize}).CopyTo(new global::System.Span<{t}>(output, batchSize * {plan.InputSize}));");
        }
        w.Line();
    }

    private static void EmitTrainingForward(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        string t = context.T, key = context.HasDropout ? ", ulong dropoutKey" : "";
        w.Line("/// <summary>The forward pass of a training step: keeps what backward needs, stores the gradient of the outputs, and returns the mean loss.</summary>");
        using (w.Block($"public static {t} TrainingForward({t}* parameters, {t}* input, {context.TargetType}* targets, {t}* buffers, nint capacity, int batchSize{key})"))
        {
            EmitBuffers(w, context);
            w.Line();
            string input = "input";
            foreach (Stage stage in plan.Stages)
            {
                w.Line(stage.Definition.ForwardCall(stage, new StageOperands
                {
                    Input = input,
                    Output = stage.Variable,
                    PreActivation = TrainingBuffers.PreActivation(stage),
                    Mask = TrainingBuffers.Mask(stage),
                    Parameter = Address(stage, "parameters"),
                }));
                input = stage.Variable;
            }
            Stage last = plan.Stages[plan.Stages.Count - 1];
            w.Line($"return Loss({last.Variable}, targets, {TrainingBuffers.Gradient(last)}{context.LossSink.Argument(EmitContext.SavedBy(last))}, batchSize);");
        }
        w.Line();
    }

    private static void EmitBackward(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        string t = context.T;
        w.Line("/// <summary>");
        w.Line("/// The backward pass. Without accumulate, target receives the parameters' gradients; with it, scale times the gradients");
        w.Line("/// is added to target: with the parameters as target and minus the learning rate as scale, that is the update of plain SGD.");
        w.Line("/// </summary>");
        using (w.Block($"public static void Backward({t}* parameters, {t}* input, {t}* buffers, nint capacity, {t}* target, int batchSize, {t} scale, bool accumulate)"))
        {
            EmitBuffers(w, context);
            for (int i = plan.Stages.Count - 1; i >= 0; i--)
            {
                Stage stage = plan.Stages[i];
                Stage? before = i > 0 ? plan.Stages[i - 1] : null;
                List<string> calls = [.. stage.Definition.BackwardCalls(stage, new StageOperands
                {
                    Input = before?.Variable ?? "input",
                    Output = stage.Variable,
                    PreActivation = TrainingBuffers.PreActivation(stage),
                    Mask = TrainingBuffers.Mask(stage),
                    OutputGradient = TrainingBuffers.Gradient(stage),
                    InputGradient = before is not null ? TrainingBuffers.Gradient(before) : plan.Model.InputGradient ? TrainingBuffers.InputGradient : "",
                    Saved = before is null ? "" : EmitContext.SavedBy(before),
                    Parameter = Address(stage, "parameters"),
                    Target = Address(stage, "target"),
                })];
                if (calls.Count == 0)
                    continue;
                w.Line();
                w.Line($"// {stage.Description}");
                foreach (string call in calls)
                    w.Line(call);
            }
        }
        w.Line();
    }

    /// <summary>A pointer for each buffer; capacity is the number of samples each has room for.</summary>
    private static void EmitBuffers(CodeWriter w, EmitContext context)
    {
        foreach (TrainingBuffer buffer in context.Buffers.All)
        {
            string at = buffer.Offset == 0 ? "buffers" : $"buffers + capacity * {Literal.Integer(buffer.Offset)}";
            w.Line($"{context.T}* {buffer.Name} = {at}; // [batch, {buffer.Size}] {buffer.Meaning}");
        }
    }

    private static System.Func<string, string> Address(Stage stage, string block) =>
        name => Pointer.At(block, stage.Parameter(name)!.Offset);
}
