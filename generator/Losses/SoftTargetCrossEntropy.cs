using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = Σⱼ qⱼ (ln Σ exp(z) − zⱼ) on logits z and a probability q for each class;  ∂ℓ/∂z = softmax(z) Σ q − q
/// (torch.nn.CrossEntropyLoss with probabilities as targets). Targets that do not sum to 1 are taken as they are.
/// </summary>
internal sealed class SoftTargetCrossEntropy : SoftmaxLoss
{
    public override OutputMeaning? Meaning => OutputMeaning.Distribution;

    protected override void EmitRowLoss(CodeWriter w, VectorType v, LayerModel loss, int classes)
    {
        string t = v.Element.Name;
        w.Line($"{t} share = 0, logits = 0;");
        RowLoops.Emit(w, v, classes, (piece, i) =>
        {
            w.Line($"{piece.Type.Name} q = {piece.Load(Pointer.At("targets", i))};");
            w.Line($"share += {piece.Sum("q")};");
            w.Line($"logits += {piece.Sum($"q * ({piece.Load(Pointer.At("outputs", i))} - {piece.Type.Create("max")})")};");
        });
        w.Line($"total += share * {t}.Log(sum) - logits;");
    }

    protected override void EmitRowGradient(CodeWriter w, VectorType v, LayerModel loss, int classes, GradientSink sink)
    {
        w.Line($"{v.Element.Name} scale = mean * share / sum;");
        RowLoops.Emit(w, v, classes, (piece, i) =>
        {
            w.Line($"{piece.Type.Name} d = {piece.Load(Pointer.At("dOutputs", i))} * {piece.Type.Create("scale")} - {piece.Load(Pointer.At("targets", i))} * {piece.Type.Create("mean")};");
            w.Line(piece.Store(sink.Apply(w, piece, "d", i), Pointer.At("dOutputs", i)));
        });
    }

    protected override void EmitLaneTargets(CodeWriter w, VectorType v, LayerModel loss, int classes, Func<int, string> target)
    {
        for (int o = 0; o < classes; o++)
            w.Line($"{v.Name} q{o} = {target(o)};");
        w.Line($"{v.Name} share = {string.Join(" + ", Enumerable.Range(0, classes).Select(o => "q" + Literal.Integer(o)))};");
    }
}
