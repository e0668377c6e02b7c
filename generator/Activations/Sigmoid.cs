using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = 1 / (1 + e⁻ˣ);  f'(x) = f(x) (1 − f(x)) (torch.nn.Sigmoid).</summary>
internal sealed class Sigmoid : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) => Math(v, "Sigmoid", x);

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{d} * {saved} * ({v.One} - {saved})";
}
