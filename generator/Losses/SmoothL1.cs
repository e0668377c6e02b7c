using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = e²/(2β) for |e| &lt; β, else |e| − β/2, where e = y − t;  ∂ℓ/∂y = e/β between −1 and 1 (torch.nn.SmoothL1Loss).
/// With β = 0 it is the absolute error.
/// </summary>
internal sealed class SmoothL1 : ElementwiseLoss
{
    public override IEnumerable<ArgumentError> Check(LayerModel loss)
    {
        if (!(Beta(loss) >= 0) || double.IsInfinity(Beta(loss)))
            yield return new ArgumentError("beta", "a finite number of at least 0", Beta(loss));
    }

    public override string Describe(LayerModel loss) => $"SmoothL1({Literal.Plain(Beta(loss))})";

    protected override string Value(VectorType v, LayerModel loss, string y, string t)
    {
        string size = $"{v.Class}.Abs({y} - {t})";
        if (Beta(loss) == 0)
            return size;
        return $"{v.Class}.ConditionalSelect({v.Class}.LessThan({size}, {v.Constant(Beta(loss))}), " +
            $"{v.Constant(0.5)} * ({y} - {t}) * ({y} - {t}) / {v.Constant(Beta(loss))}, {size} - {v.Constant(0.5 * Beta(loss))})";
    }

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) => Beta(loss) == 0
        ? Sign(v, $"({y} - {t})")
        : $"{v.Class}.Min({v.Class}.Max(({y} - {t}) / {v.Constant(Beta(loss))}, {v.Constant(-1)}), {v.One})";

    private static double Beta(LayerModel loss) => loss.Number("beta", 1);
}
