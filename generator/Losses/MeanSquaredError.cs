using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Losses;

/// <summary>ℓ = (y − t)²;  ∂ℓ/∂y = 2 (y − t) (torch.nn.MSELoss).</summary>
internal sealed class MeanSquaredError : ElementwiseLoss
{
    protected override string Value(VectorType v, LayerModel loss, string y, string t) => $"({y} - {t}) * ({y} - {t})";

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) => $"{v.Constant(2)} * ({y} - {t})";
}
