using Netsmith.Generator.Model;

namespace Netsmith.Generator.Layers;

/// <summary>[C, H, W] becomes [C·H·W]. Row-major data stay where they are, so nothing is computed.</summary>
internal sealed class Flatten : LayerDefinition
{
    public override bool HasKernel => false;

    public override ShapeResult InferShape(TensorShape input, LayerModel layer) => TensorShape.Vector(input.Size);
}
