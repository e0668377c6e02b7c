using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x σ(x);  f'(x) = σ(x) (1 + x (1 − σ(x))) (torch.nn.SiLU, also known as Swish).</summary>
internal sealed class Silu : Activation
{
    public override bool ReadsInput(LayerModel layer) => true;

    public override string Value(VectorType v, LayerModel layer, string x) => $"{x} * {Math(v, "Sigmoid", x)}";

    // 1 − σ(x) = σ(−x), which keeps its digits where σ(x) is near 1.
    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{d} * {Math(v, "Sigmoid", saved)} * ({v.One} + {saved} * {Math(v, "Sigmoid", "-" + saved)})";
}
