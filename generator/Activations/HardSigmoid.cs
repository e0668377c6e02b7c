using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x/6 + 1/2 between 0 and 1;  f'(x) = 1/6 for −3 &lt; x &lt; 3, else 0 (torch.nn.Hardsigmoid).</summary>
internal sealed class HardSigmoid : Activation
{
    public override bool ReadsInput(LayerModel layer) => true;

    public override string Value(VectorType v, LayerModel layer, string x) =>
        $"{Clamp(v, $"({x} + {v.Constant(3)})", 0, 6)} * {v.Constant(1.0 / 6)}";

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        Select(v, Less(v, $"{v.Class}.Abs({saved})", v.Constant(3)), $"{d} * {v.Constant(1.0 / 6)}", v.Zero);
}
