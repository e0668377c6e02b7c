using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>f(x) = x for x &gt; 0, else slope · x;  f'(x) = 1 or slope (slope at 0, as torch.nn.LeakyReLU).</summary>
internal sealed class LeakyRelu : Activation
{
    public override IEnumerable<ArgumentError> Check(LayerModel layer) => CheckAtLeast(layer, "slope", 0.01, 0);

    public override string Describe(LayerModel layer) => $"LeakyRelu({Literal.Plain(Slope(layer))})";

    // With slope 0 the output is 0 on the whole negative side and still tells the sides apart; only a negative slope would not.
    public override string Value(VectorType v, LayerModel layer, string x) =>
        Select(v, Greater(v, x, v.Zero), x, $"{x} * {v.Constant(Slope(layer))}");

    public override string Backward(VectorType v, LayerModel layer, string d, string saved) =>
        Select(v, Greater(v, saved, v.Zero), d, $"{d} * {v.Constant(Slope(layer))}");

    private static double Slope(LayerModel layer) => layer.Number("slope", 0.01);
}
