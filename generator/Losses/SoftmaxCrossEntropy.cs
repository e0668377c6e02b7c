using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = ln Σⱼ exp(zⱼ) − Σⱼ qⱼ zⱼ on logits z;  ∂ℓ/∂z = softmax(z) − q, where q is 1 at the label, smoothed by ε to
/// (1 − ε) · onehot + ε/classes (torch.nn.CrossEntropyLoss). The largest logit is subtracted before any exponential.
/// </summary>
internal sealed class SoftmaxCrossEntropy : Loss
{
    public override bool UsesLabels => true;

    public override IEnumerable<ArgumentError> Check(LayerModel loss)
    {
        if (!(Smoothing(loss) >= 0 && Smoothing(loss) <= 1))
            yield return new ArgumentError("LabelSmoothing", "between 0 and 1", Smoothing(loss));
    }

    public override string Describe(LayerModel loss) =>
        Smoothing(loss) == 0 ? Kind : $"SoftmaxCrossEntropy(label smoothing {Literal.Plain(Smoothing(loss))})";

    public override ShapeResult CheckOutput(TensorShape output) =>
        output.Rank != 1 ? ShapeResult.Fail("a vector of logits", "insert [Flatten], or end with a Dense layer")
        : output.Size < 2 ? ShapeResult.Fail("at least 2 classes", "use Dense(2), or SigmoidCrossEntropy for a single output")
        : output;

    public override void EmitKernel(KernelWriter kernels, NetworkPlan plan, GradientSink sink)
    {
        int classes = plan.OutputSize;
        double smoothing = Smoothing(plan.Loss!.Model);
        string t = kernels.T;
        kernels.Kernel("mean times the sum of softmax cross-entropy over a batch of logits; its gradient goes to dOutputs unless that is null.", t, "Loss",
            $"{t}* outputs, int* targets, {t}* dOutputs{sink.Parameter(kernels.Element)}, int batchSize, {t} mean", (w, v) =>
        {
            string Real(double value) => Literal.Real(value, kernels.Element);
            string saved = sink.Activation is null ? "" : $", saved += {Literal.Integer(classes)}";
            w.Line($"{t} total = 0;");
            using (w.Block($"for (int b = 0; b < batchSize; b++, outputs += {classes}{saved})"))
            {
                w.Line($"int label = targets[b];");
                RowExponentials.Emit(w, v, classes, "outputs", "dOutputs", condition: "dOutputs != null");
                if (smoothing > 0)
                {
                    w.Line($"{t} logits = 0;");
                    using (w.Indent($"for (int i = 0; i < {classes}; i++)"))
                        w.Line("logits += outputs[i] - max;");
                    w.Line($"total += {t}.Log(sum) - {Real(1 - smoothing)} * (outputs[label] - max) - {Real(smoothing / classes)} * logits;");
                }
                else
                {
                    w.Line($"total += {t}.Log(sum) - (outputs[label] - max);");
                }
                w.Line("if (dOutputs == null)");
                w.Line("    continue;");
                w.Line($"dOutputs[label] -= sum{(smoothing > 0 ? " * " + Real(1 - smoothing) : "")}; // (softmax - target) times the sum");
                w.Line($"{t} scale = mean / sum;");
                RowLoops.Emit(w, v, classes, (piece, i) =>
                {
                    string smooth = smoothing > 0 ? $" - {piece.Type.Create($"mean * {Real(smoothing / classes)}")}" : "";
                    w.Line($"{piece.Type.Name} d = {piece.Load(Pointer.At("dOutputs", i))} * {piece.Type.Create("scale")}{smooth};");
                    w.Line(piece.Store(sink.Apply(w, piece, "d", i), Pointer.At("dOutputs", i)));
                });
                w.Line($"dOutputs += {classes};");
            }
            w.Line("return total * mean;");
        });
    }

    public override void EmitLanes(CodeWriter w, VectorType v, LayerModel loss, string[] outputs, Func<int, string> target)
    {
        double smoothing = Smoothing(loss);
        int[] all = [.. Enumerable.Range(0, outputs.Length)];
        w.Line($"{v.Name} label = {target(0)};");
        w.Line($"{v.Name} max = {outputs[0]};");
        foreach (string z in outputs.Skip(1))
            w.Line($"max = {v.Class}.ConditionalSelect({v.Class}.GreaterThan({z}, max), {z}, max);");
        foreach (int o in all)
        {
            w.Line($"{v.Name} z{o} = {outputs[o]} - max, e{o} = {v.Element.Math}.Exp(z{o});");
            w.Line($"{v.Name} q{o} = {v.Class}.Equals(label, {v.Constant(o)}) & {v.One};");
        }
        if (smoothing > 0)
        {
            foreach (int o in all)
                w.Line($"q{o} = q{o} * {v.Constant(1 - smoothing)} + {v.Constant(smoothing / outputs.Length)};");
        }
        w.Line($"{v.Name} sum = {string.Join(" + ", all.Select(o => "e" + Literal.Integer(o)))};");
        w.Line($"{v.Name} loss = {v.Element.Math}.Log(sum) - ({string.Join(" + ", all.Select(o => $"q{Literal.Integer(o)} * z{Literal.Integer(o)}"))});");
        w.Line($"{v.Name} inverse = {v.One} / sum;");
        foreach (int o in all)
            w.Line($"{v.Name} dOutput{o} = e{o} * inverse - q{o};");
    }

    private static double Smoothing(LayerModel loss) => loss.Number("LabelSmoothing", 0);
}
