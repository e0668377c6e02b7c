using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = ln Σⱼ exp(zⱼ) − Σⱼ qⱼ zⱼ on logits z;  ∂ℓ/∂z = softmax(z) − q, where q is 1 at the label, smoothed by ε to
/// (1 − ε) · onehot + ε/classes (torch.nn.CrossEntropyLoss).
/// </summary>
internal sealed class SoftmaxCrossEntropy : SoftmaxLoss
{
    public override OutputMeaning? Meaning => OutputMeaning.Classes;

    public override IEnumerable<ArgumentError> Check(LayerModel loss)
    {
        if (!(Smoothing(loss) >= 0 && Smoothing(loss) <= 1))
            yield return new ArgumentError("LabelSmoothing", "between 0 and 1", Smoothing(loss));
    }

    public override string Describe(LayerModel loss) =>
        Smoothing(loss) == 0 ? Kind : $"SoftmaxCrossEntropy(label smoothing {Literal.Plain(Smoothing(loss))})";

    protected override void EmitRowLoss(CodeWriter w, VectorType v, LayerModel loss, int classes)
    {
        double smoothing = Smoothing(loss);
        string t = v.Element.Name;
        if (smoothing == 0)
        {
            w.Line($"total += {t}.Log(sum) - (outputs[label] - max);");
            return;
        }
        w.Line($"{t} logits = 0;");
        using (w.Indent($"for (int i = 0; i < {classes}; i++)"))
            w.Line("logits += outputs[i] - max;");
        w.Line($"total += {t}.Log(sum) - {Real(v, 1 - smoothing)} * (outputs[label] - max) - {Real(v, smoothing / classes)} * logits;");
    }

    protected override void EmitRowGradient(CodeWriter w, VectorType v, LayerModel loss, int classes, GradientSink sink)
    {
        double smoothing = Smoothing(loss);
        w.Line($"dOutputs[label] -= sum{(smoothing > 0 ? " * " + Real(v, 1 - smoothing) : "")}; // (softmax - target) times the sum");
        w.Line($"{v.Element.Name} scale = mean / sum;");
        RowLoops.Emit(w, v, classes, (piece, i) =>
        {
            string smooth = smoothing > 0 ? $" - {piece.Type.Create($"mean * {Real(v, smoothing / classes)}")}" : "";
            w.Line($"{piece.Type.Name} d = {piece.Load(Pointer.At("dOutputs", i))} * {piece.Type.Create("scale")}{smooth};");
            w.Line(piece.Store(sink.Apply(w, piece, "d", i), Pointer.At("dOutputs", i)));
        });
    }

    protected override void EmitLaneTargets(CodeWriter w, VectorType v, LayerModel loss, int classes, Func<int, string> target)
    {
        double smoothing = Smoothing(loss);
        w.Line($"{v.Name} label = {target(0)};");
        for (int o = 0; o < classes; o++)
        {
            string onehot = $"{v.Class}.Equals(label, {v.Constant(o)}) & {v.One}";
            w.Line($"{v.Name} q{o} = {(smoothing == 0 ? onehot : $"({onehot}) * {v.Constant(1 - smoothing)} + {v.Constant(smoothing / classes)}")};");
        }
    }

    private static string Real(VectorType v, double value) => Literal.Real(value, v.Element);

    private static double Smoothing(LayerModel loss) => loss.Number("LabelSmoothing", 0);
}
