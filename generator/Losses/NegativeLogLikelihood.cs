using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>ℓ = −y[label] on log-probabilities y;  ∂ℓ/∂y = −1 at the label, else 0 (torch.nn.NLLLoss).</summary>
internal sealed class NegativeLogLikelihood : Loss
{
    public override OutputMeaning? Meaning => OutputMeaning.Classes;

    public override OutputNeed? Needs => new("log-probabilities", "LogSoftmax");

    public override ShapeResult CheckOutput(TensorShape output) => CheckClasses(output, "log-probabilities");

    public override void EmitKernel(KernelWriter kernels, NetworkPlan plan, GradientSink sink)
    {
        int classes = plan.OutputSize;
        string t = kernels.T;
        kernels.Kernel("minus mean times the sum of the labels' log-probabilities; its gradient goes to dOutputs unless that is null.", t, "Loss",
            $"{t}* outputs, int* targets, {t}* dOutputs{sink.Parameter(kernels.Element)}, int batchSize, {t} mean", (w, v) =>
        {
            string saved = sink.Activation is null ? "" : $", saved += {Literal.Integer(classes)}";
            w.Line($"{t} total = 0;");
            using (w.Block($"for (int b = 0; b < batchSize; b++, outputs += {classes}{saved})"))
            {
                w.Line("int label = targets[b];");
                w.Line("total -= outputs[label];");
                w.Line("if (dOutputs == null)");
                w.Line("    continue;");
                RowLoops.Emit(w, v, classes, (piece, i) => w.Line(piece.Store(piece.Type.Zero, Pointer.At("dOutputs", i))), needsBlock: false);
                var single = new Piece(v.WithBits(128), 1, 0);
                w.Line($"{single.Type.Name} d = {single.Type.Create("-mean")};");
                w.Line(single.Store(sink.Apply(w, single, "d", "label"), Pointer.At("dOutputs", "label")));
                w.Line($"dOutputs += {classes};");
            }
            w.Line("return total * mean;");
        });
    }

    public override void EmitLanes(CodeWriter w, VectorType v, LayerModel loss, string[] outputs, Func<int, string> target)
    {
        w.Line($"{v.Name} label = {target(0)}, loss = {v.Zero};");
        for (int o = 0; o < outputs.Length; o++)
        {
            w.Line($"{v.Name} isLabel{o} = {v.Class}.Equals(label, {v.Constant(o)}), dOutput{o} = -(isLabel{o} & {v.One});");
            w.Line($"loss -= isLabel{o} & {outputs[o]};");
        }
    }
}
