using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = softplus(z) − z t on logits z and targets t in [0, 1], which is −t ln σ(z) − (1 − t) ln(1 − σ(z));
/// ∂ℓ/∂z = σ(z) − t (torch.nn.BCEWithLogitsLoss).
/// </summary>
internal sealed class SigmoidCrossEntropy : ElementwiseLoss
{
    public override OutputMeaning? Meaning => OutputMeaning.Logits;

    public override string? Contains => "Sigmoid";

    protected override string Value(VectorType v, LayerModel loss, string y, string t) =>
        $"{v.Element.Math}.Softplus({y}) - {y} * {t}";

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) =>
        $"{v.Element.Math}.Sigmoid({y}) - {t}";
}
