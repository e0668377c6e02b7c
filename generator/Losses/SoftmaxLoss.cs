using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// The cross-entropy of a target q and the softmax of logits z: ℓ = Σⱼ qⱼ (ln Σ exp(z) − zⱼ);  ∂ℓ/∂z = softmax(z) Σ q − q.
/// The largest logit is subtracted before any exponential.
/// </summary>
internal abstract class SoftmaxLoss : Loss
{
    public override string? Contains => "Softmax";

    public override ShapeResult CheckOutput(TensorShape output) => CheckClasses(output, "logits");

    public override void EmitKernel(KernelWriter kernels, NetworkPlan plan, GradientSink sink)
    {
        int classes = plan.OutputSize;
        LayerModel loss = plan.Loss!.Model;
        string t = kernels.T;
        kernels.Kernel("mean times the sum of softmax cross-entropy over a batch of logits; its gradient goes to dOutputs unless that is null.", t, "Loss",
            $"{t}* outputs, {(UsesLabels ? "int" : t)}* targets, {t}* dOutputs{sink.Parameter(kernels.Element)}, int batchSize, {t} mean", (w, v) =>
        {
            string targets = UsesLabels ? "" : $", targets += {Literal.Integer(classes)}";
            string saved = sink.Activation is null ? "" : $", saved += {Literal.Integer(classes)}";
            w.Line($"{t} total = 0;");
            using (w.Block($"for (int b = 0; b < batchSize; b++, outputs += {classes}{targets}{saved})"))
            {
                if (UsesLabels)
                    w.Line("int label = targets[b];");
                RowExponentials.Emit(w, v, classes, "outputs", "dOutputs");
                EmitRowLoss(w, v, loss, classes);
                w.Line("if (dOutputs == null)");
                w.Line("    continue;");
                EmitRowGradient(w, v, loss, classes, sink);
                w.Line($"dOutputs += {classes};");
            }
            w.Line("return total * mean;");
        });
    }

    public override void EmitLanes(CodeWriter w, VectorType v, LayerModel loss, string[] outputs, Func<int, string> target)
    {
        int[] all = [.. Enumerable.Range(0, outputs.Length)];
        w.Line($"{v.Name} max = {outputs[0]};");
        foreach (string z in outputs.Skip(1))
            w.Line($"max = {v.Class}.ConditionalSelect({v.Class}.GreaterThan({z}, max), {z}, max);");
        foreach (int o in all)
            w.Line($"{v.Name} z{o} = {outputs[o]} - max, e{o} = {v.Element.Math}.Exp(z{o});");
        EmitLaneTargets(w, v, loss, outputs.Length, target);
        w.Line($"{v.Name} sum = {string.Join(" + ", all.Select(o => "e" + Literal.Integer(o)))};");
        w.Line($"{v.Name} loss = {(UsesLabels ? "" : "share * ")}{v.Element.Math}.Log(sum) - ({string.Join(" + ", all.Select(o => $"q{Literal.Integer(o)} * z{Literal.Integer(o)}"))});");
        w.Line($"{v.Name} scale = {(UsesLabels ? v.One : "share")} / sum;");
        foreach (int o in all)
            w.Line($"{v.Name} dOutput{o} = e{o} * scale - q{o};");
    }

    /// <summary>
    /// Adds a sample's loss to <c>total</c>, given its logits at <c>outputs</c>, its target (<c>label</c>, or at <c>targets</c>),
    /// and of <see cref="RowExponentials"/> <c>max</c> and <c>sum</c>.
    /// </summary>
    protected abstract void EmitRowLoss(CodeWriter w, VectorType v, LayerModel loss, int classes);

    /// <summary>Replaces the exponentials at <c>dOutputs</c> by the gradient, given the same.</summary>
    protected abstract void EmitRowGradient(CodeWriter w, VectorType v, LayerModel loss, int classes, GradientSink sink);

    /// <summary>Writes the targets <c>q0</c>, <c>q1</c> … of a block of samples and, where they are no labels, their sum <c>share</c>.</summary>
    protected abstract void EmitLaneTargets(CodeWriter w, VectorType v, LayerModel loss, int classes, Func<int, string> target);
}
