using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>
/// f(x) = x Φ(x), Φ the normal distribution function;  f'(x) = Φ(x) + x φ(x) (torch.nn.GELU). Approximate:
/// f(x) = x/2 · (1 + t), t = tanh(√(2/π) (x + 0.044715 x³));  f'(x) = (1 + t)/2 + x/2 · (1 − t²) · √(2/π) (1 + 3 · 0.044715 x²).
/// </summary>
internal sealed class Gelu : Activation
{
    private const double Root = 0.79788456080286535587989211986876; // √(2/π)
    private const double Cubic = 0.044715;

    public override bool ReadsInput(LayerModel layer) => true;

    public override string Describe(LayerModel layer) => IsApproximate(layer) ? "Gelu(approximate)" : "Gelu";

    public override string Value(VectorType v, LayerModel layer, string x) => IsApproximate(layer)
        ? $"{v.Constant(0.5)} * {x} * ({v.One} + {Inner(v, x)})"
        : $"{x} * {Math(v, "NormalCdf", x)}";

    public override string Backward(VectorType v, LayerModel layer, string d, string saved)
    {
        if (!IsApproximate(layer))
            return $"{d} * ({Math(v, "NormalCdf", saved)} + {saved} * {Math(v, "NormalDensity", saved)})";
        string t = Inner(v, saved);
        string slope = $"({v.Constant(Root)} + {v.Constant(3 * Root * Cubic)} * {saved} * {saved})";
        return $"{d} * {v.Constant(0.5)} * ({v.One} + {t}) * ({v.One} + {saved} * ({v.One} - {t}) * {slope})";
    }

    private static bool IsApproximate(LayerModel layer) => layer.Flag("Approximate", false);

    private static string Inner(VectorType v, string x) =>
        Math(v, "Tanh", $"{v.Constant(Root)} * ({x} + {v.Constant(Cubic)} * {x} * {x} * {x})");
}
