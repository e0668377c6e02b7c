using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Losses;

/// <summary>ℓ = |y − t|;  ∂ℓ/∂y = sign(y − t), 0 at 0 (torch.nn.L1Loss).</summary>
internal sealed class MeanAbsoluteError : ElementwiseLoss
{
    protected override string Value(VectorType v, LayerModel loss, string y, string t) => $"{v.Class}.Abs({y} - {t})";

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) => Sign(v, $"({y} - {t})");
}
