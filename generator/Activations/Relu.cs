using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = max(x, 0);  f'(x) = 1 for x &gt; 0, else 0 (0 at 0, as torch.nn.ReLU). NaN stays NaN.</summary>
internal sealed class Relu : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) =>
        $"{v.Class}.AndNot({x}, {Less(v, x, v.Zero)})";

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{v.Class}.AndNot({d}, {v.Class}.LessThanOrEqual({saved}, {v.Zero}))";
}
