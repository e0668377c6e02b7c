using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// ℓ = −t ln y − (1 − t) ln(1 − y) on probabilities y and targets t in [0, 1], no logarithm below −100;
/// ∂ℓ/∂y = (y − t) / (y (1 − y)), no divisor below 10⁻¹² (torch.nn.BCELoss).
/// </summary>
internal sealed class BinaryCrossEntropy : ElementwiseLoss
{
    /// <summary>PyTorch's is a float, in double too.</summary>
    private const double SmallestDivisor = 1e-12f;

    public override OutputMeaning? Meaning => OutputMeaning.Probabilities;

    public override OutputNeed? Needs => new("probabilities", "Sigmoid", "HardSigmoid", "Softmax");

    protected override string Value(VectorType v, LayerModel loss, string y, string t) =>
        $"({t} - {v.One}) * {Limited(v, $"{v.Element.Math}.Log1P(-{y})")} - {t} * {Limited(v, $"{v.Element.Math}.Log({y})")}";

    protected override string Derivative(VectorType v, LayerModel loss, string y, string t) =>
        $"({y} - {t}) / {v.Class}.Max({y} * ({v.One} - {y}), {v.Constant(SmallestDivisor)})";

    /// <summary>The logarithm or −100, whichever is larger. NaN stays, before .NET 9 because it is the second operand.</summary>
    private static string Limited(VectorType v, string log) => $"{v.Class}.Max({v.Constant(-100)}, {log})";
}
