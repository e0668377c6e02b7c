using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>
/// f(x) = λ x for x &gt; 0, else λα (eˣ − 1);  f'(x) = λ, or f(x) + λα. Constants of Klambauer et al. 2017 (torch.nn.SELU).
/// </summary>
internal sealed class Selu : Activation
{
    private const double Alpha = 1.6732632423543772848170429916717;
    private const double Scale = 1.0507009873554804934193349852946;

    public override string Value(VectorType v, LayerModel layer, string x) =>
        Select(v, Greater(v, x, v.Zero), $"{v.Constant(Scale)} * {x}", $"{v.Constant(Scale * Alpha)} * {Math(v, "ExpM1", x)}");

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        $"{d} * {Select(v, Greater(v, saved, v.Zero), v.Constant(Scale), $"{saved} + {v.Constant(Scale * Alpha)}")}";
}
