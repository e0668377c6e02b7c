using Netsmith.Generator.Activations;
using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Layers;

/// <summary>An elementwise activation as a stage of its own, where the layer before it cannot apply it: y = f(x), dx = dy · f'(x).</summary>
internal sealed class ActivationLayer(Activation activation) : LayerDefinition
{
    public override string Kind => activation.Kind;

    public override IEnumerable<ArgumentError> Check(LayerModel layer) => activation.Check(layer);

    public override string Describe(LayerModel layer) => activation.Describe(layer);

    public override ShapeResult InferShape(TensorShape input, LayerModel layer) => input;

    public override void EmitForward(KernelWriter kernels, Stage stage) =>
        kernels.Elementwise($"{stage.Description}: y = f(x).", stage.Name + "Forward", ["x", "y"], (w, piece) =>
        {
            w.Line($"{piece.Type.Name} z = {piece.Load("x + i")};");
            w.Line(piece.Store(Applied(stage).Value(piece.Type, "z"), "y + i"));
        });

    public override string ForwardCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Forward({o.Input}, {o.Output}, batchSize * {Literal.Integer(stage.OutputSize)});";

    public override void EmitBackward(KernelWriter kernels, Stage stage, GradientSink? sink)
    {
        if (sink is null)
            return;
        string[] pointers = sink.Activation is null ? ["d", "f", "dx"] : ["d", "f", "dx", "saved"];
        kernels.Elementwise("dx = d · f'(x), then the derivative of the activation before.", stage.Name + "Backward", pointers, (w, piece) =>
        {
            w.Line($"{piece.Type.Name} g = {piece.Load("d + i")};");
            w.Line($"{piece.Type.Name} y = {piece.Load("f + i")};");
            w.Line($"g = {Applied(stage).Backward(piece.Type, "g", "y")};");
            w.Line(piece.Store(sink.Apply(w, piece, "g", "i"), "dx + i"));
        });
    }

    public override string InputGradientCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Backward({o.OutputGradient}, {(Applied(stage).ReadsInput ? o.Input : o.Output)}, {o.InputGradient}{(o.Saved.Length > 0 ? ", " + o.Saved : "")}, batchSize * {Literal.Integer(stage.OutputSize)});";

    private AppliedActivation Applied(Stage stage) => new(activation, stage.Layer.Model);
}
