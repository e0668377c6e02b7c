using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x for x &gt; 0, else α (eˣ − 1);  f'(x) = 1, or f(x) + α (torch.nn.ELU).</summary>
internal sealed class Elu : Activation
{
    public override IEnumerable<ArgumentError> Check(LayerModel layer) => CheckAtLeast(layer, "alpha", 1, 0);

    public override string Describe(LayerModel layer) => $"Elu({Literal.Plain(Alpha(layer))})";

    public override string Value(VectorType v, LayerModel layer, string x) =>
        Select(v, Greater(v, x, v.Zero), x, $"{v.Constant(Alpha(layer))} * {Math(v, "ExpM1", x)}");

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        Select(v, Greater(v, saved, v.Zero), d, $"{d} * ({saved} + {v.Constant(Alpha(layer))})");

    private static double Alpha(LayerModel layer) => layer.Number("alpha", 1);
}
