using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Layers;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014; torch.nn.Dropout): in training y = x · mask, where the mask is 0 with
/// probability p and 1 / (1 − p) otherwise; identity in evaluation. Backward: dx = dy · mask.
/// </summary>
internal sealed class Dropout : LayerDefinition
{
    public override bool IsTrainingOnly => true;

    public override bool KeepsMask => true;

    public override IEnumerable<ArgumentError> Check(LayerModel layer)
    {
        double p = Probability(layer);
        if (!(p >= 0 && p < 1))
            yield return new ArgumentError("p", "at least 0 and below 1", p);
    }

    public override string Describe(LayerModel layer) => $"Dropout({Literal.Plain(Probability(layer))})";

    public override ShapeResult InferShape(TensorShape input, LayerModel layer) => input;

    public override void EmitForward(KernelWriter kernels, Stage stage) =>
        kernels.Elementwise("y = x · mask.", stage.Name + "Forward", ["x", "mask", "y"], (w, piece) =>
            w.Line(piece.Store($"{piece.Load("x + i")} * {piece.Load("mask + i")}", "y + i")));

    public override string ForwardCall(Stage stage, StageOperands o)
    {
        string count = $"batchSize * {Literal.Integer(stage.OutputSize)}";
        string p = Literal.Real(Probability(stage.Layer.Model), ElementType.Float with { Name = "double", Size = 8 });
        return $"DropoutMask.Fill({o.Mask}, {count}, dropoutKey + {Literal.Integer(stage.Layer.Index)}, {p}, first * {Literal.Integer(stage.OutputSize)});\n" +
            $"{stage.Name}Forward({o.Input}, {o.Mask}, {o.Output}, {count});";
    }

    public override void EmitBackward(KernelWriter kernels, Stage stage, GradientSink? sink)
    {
        if (sink is null)
            return;
        string[] pointers = sink.Activation is null ? ["d", "mask", "dx"] : ["d", "mask", "dx", "saved"];
        kernels.Elementwise("dx = d · mask, then the derivative of the activation before.", stage.Name + "Backward", pointers, (w, piece) =>
        {
            w.Line($"{piece.Type.Name} g = {piece.Load("d + i")} * {piece.Load("mask + i")};");
            w.Line(piece.Store(sink.Apply(w, piece, "g", "i"), "dx + i"));
        });
    }

    public override string InputGradientCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Backward({o.OutputGradient}, {o.Mask}, {o.InputGradient}{(o.Saved.Length > 0 ? ", " + o.Saved : "")}, batchSize * {Literal.Integer(stage.OutputSize)});";

    private static double Probability(LayerModel layer) => layer.Number("p", 0.5);
}
