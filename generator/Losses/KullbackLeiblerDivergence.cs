using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = Σⱼ tⱼ (ln tⱼ − yⱼ) on log-probabilities y and probabilities t, with 0 · ln 0 = 0;  ∂ℓ/∂y = −t
/// (torch.nn.KLDivLoss with reduction="batchmean").
/// </summary>
internal sealed class KullbackLeiblerDivergence : ElementwiseLoss
{
    public override OutputMeaning? Meaning => OutputMeaning.Distribution;

    public override OutputNeed? Needs => new("log-probabilities", "LogSoftmax");

    public override ShapeResult CheckOutput(TensorShape output) => CheckClasses(output, "log-probabilities");

    protected override string Value(VectorType v, LayerModel loss, string y, string t) =>
        $"{v.Class}.ConditionalSelect({v.Class}.Equals({t}, {v.Zero}), {v.Zero}, {t} * {v.Element.Math}.Log({t})) - {t} * {y}";

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) => $"-{t}";
}
