using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x between −1 and 1;  f'(x) = 1 for −1 &lt; x &lt; 1, else 0 (torch.nn.Hardtanh).</summary>
internal sealed class HardTanh : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) => Clamp(v, x, -1, 1);

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        Select(v, Less(v, $"{v.Class}.Abs({saved})", v.One), d, v.Zero);
}
