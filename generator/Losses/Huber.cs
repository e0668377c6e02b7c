using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = e²/2 for |e| ≤ δ, else δ (|e| − δ/2), where e = y − t;  ∂ℓ/∂y = e between −δ and δ (torch.nn.HuberLoss).
/// </summary>
internal sealed class Huber : ElementwiseLoss
{
    public override IEnumerable<ArgumentError> Check(LayerModel loss)
    {
        if (!(Delta(loss) > 0) || double.IsInfinity(Delta(loss)))
            yield return new ArgumentError("delta", "a finite number above 0", Delta(loss));
    }

    public override string Describe(LayerModel loss) => $"Huber({Literal.Plain(Delta(loss))})";

    protected override string Value(VectorType v, LayerModel loss, string y, string t)
    {
        string size = $"{v.Class}.Abs({y} - {t})", delta = v.Constant(Delta(loss)), half = v.Constant(0.5);
        return $"{v.Class}.ConditionalSelect({v.Class}.LessThanOrEqual({size}, {delta}), " +
            $"{half} * ({y} - {t}) * ({y} - {t}), {delta} * ({size} - {half} * {delta}))";
    }

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) =>
        $"{v.Class}.Min({v.Class}.Max({y} - {t}, {v.Constant(-Delta(loss))}), {v.Constant(Delta(loss))})";

    private static double Delta(LayerModel loss) => loss.Number("delta", 1);
}
