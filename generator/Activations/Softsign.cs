using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x / (1 + |x|);  f'(x) = (1 − |f(x)|)² (torch.nn.Softsign).</summary>
internal sealed class Softsign : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) => $"{x} / ({v.One} + {v.Class}.Abs({x}))";

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{d} * ({v.One} - {v.Class}.Abs({saved})) * ({v.One} - {v.Class}.Abs({saved}))";
}
