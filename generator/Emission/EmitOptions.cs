using Netsmith.Generator.Model;

namespace Netsmith.Generator.Emission;

/// <summary>How to write a plan's source, apart from the plan itself.</summary>
/// <param name="Element">Type of parameters and activations.</param>
/// <param name="HasVectorFusedMultiplyAdd">See <see cref="TargetModel.HasVectorFusedMultiplyAdd"/>.</param>
internal sealed record EmitOptions(ElementType Element, bool HasVectorFusedMultiplyAdd)
{
    public static EmitOptions For(TargetModel target) => new(ElementType.Float, target.HasVectorFusedMultiplyAdd);
}
