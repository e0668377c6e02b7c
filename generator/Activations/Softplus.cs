using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = ln(1 + eˣ);  f'(x) = σ(x) = 1 − e^(−f(x)) (torch.nn.Softplus, without its switch to x above 20).</summary>
internal sealed class Softplus : Activation
{
    public override string Value(VectorType v, LayerModel layer, string x) => Math(v, "Softplus", x);

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"-{d} * {Math(v, "ExpM1", "-" + saved)}";
}
