using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = tanh x;  f'(x) = 1 − f(x)² (torch.nn.Tanh).</summary>
internal sealed class Tanh : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) => Math(v, "Tanh", x);

    // (1 − y)(1 + y): near ±1 the product keeps digits that 1 − y² loses.
    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{d} * (({v.One} - {saved}) * ({v.One} + {saved}))";
}
