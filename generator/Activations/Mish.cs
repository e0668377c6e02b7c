using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x t, t = tanh(softplus(x));  f'(x) = t + x σ(x) (1 − t²) (Misra 2019; torch.nn.Mish).</summary>
internal sealed class Mish : Activation
{
    public override bool ReadsInput(LayerModel layer) => true;

    public override string Value(VectorType v, LayerModel layer, string x) => Math(v, "Mish", x);

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) => $"{d} * {Math(v, "MishDerivative", saved)}";
}
