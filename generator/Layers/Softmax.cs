using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Layers;

/// <summary>A function of a sample's whole vector, so that a derivative needs the whole row.</summary>
internal abstract class RowLayer : LayerDefinition
{
    public override ShapeResult InferShape(TensorShape input, LayerModel layer) =>
        input.Rank == 1 ? input : ShapeResult.Fail("a vector", "insert [Flatten] before it");

    public override void EmitForward(KernelWriter kernels, Stage stage) =>
        kernels.Kernel(ForwardSummary, "void", stage.Name + "Forward", $"{kernels.T}* x, {kernels.T}* y, int batchSize", (w, v) =>
        {
            using (w.Block($"for (int b = 0; b < batchSize; b++, x += {stage.OutputSize}, y += {stage.OutputSize})"))
                EmitForwardRow(w, v, stage.OutputSize);
        });

    public override string ForwardCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Forward({o.Input}, {o.Output}, batchSize);";

    public override void EmitBackward(KernelWriter kernels, Stage stage, GradientSink? sink)
    {
        if (sink is null)
            return;
        string t = kernels.T;
        int size = stage.OutputSize;
        string saved = sink.Activation is null ? "" : $", saved += {Literal.Integer(size)}";
        kernels.Kernel(BackwardSummary, "void", stage.Name + "Backward", $"{t}* d, {t}* y, {t}* dx{sink.Parameter(kernels.Element)}, int batchSize", (w, v) =>
        {
            using (w.Block($"for (int b = 0; b < batchSize; b++, d += {size}, y += {size}, dx += {size}{saved})"))
            {
                w.Line($"{t} sum = 0;");
                RowLoops.Emit(w, v, size, (piece, i) =>
                    w.Line($"sum += {piece.Sum(Summand(piece, i))};"), needsBlock: false);
                RowLoops.Emit(w, v, size, (piece, i) =>
                {
                    w.Line($"{piece.Type.Name} g = {Gradient(piece, i)};");
                    w.Line(piece.Store(sink.Apply(w, piece, "g", i), Pointer.At("dx", i)));
                });
            }
        });
    }

    public override string InputGradientCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Backward({o.OutputGradient}, {o.Output}, {o.InputGradient}{(o.Saved.Length > 0 ? ", " + o.Saved : "")}, batchSize);";

    protected abstract string ForwardSummary { get; }

    protected abstract string BackwardSummary { get; }

    /// <summary>Writes y from x for one row.</summary>
    public abstract void EmitForwardRow(CodeWriter w, VectorType v, int size);

    /// <summary>What the gradient sums over the row, for the piece at <paramref name="i"/> of <c>d</c> and <c>y</c>.</summary>
    protected abstract string Summand(Piece piece, string i);

    /// <summary>The gradient of the piece at <paramref name="i"/>, given that sum in <c>sum</c>.</summary>
    protected abstract string Gradient(Piece piece, string i);
}

/// <summary>yᵢ = exp(xᵢ − max) / Σⱼ exp(xⱼ − max);  dx = y · (dy − Σⱼ dyⱼ yⱼ) (torch.nn.Softmax).</summary>
internal sealed class Softmax : RowLayer
{
    protected override string ForwardSummary => "y = exp(x - max) / Σ exp(x - max), for each sample.";

    protected override string BackwardSummary => "dx = y · (d - Σ d · y), then the derivative of the activation before.";

    public override void EmitForwardRow(CodeWriter w, VectorType v, int size) => RowExponentials.EmitSoftmax(w, v, size, "x", "y");

    protected override string Summand(Piece piece, string i) => $"{piece.Load(Pointer.At("d", i))} * {piece.Load(Pointer.At("y", i))}";

    protected override string Gradient(Piece piece, string i) =>
        $"{piece.Load(Pointer.At("y", i))} * ({piece.Load(Pointer.At("d", i))} - {piece.Type.Create("sum")})";
}

/// <summary>y = x − max − ln Σⱼ exp(xⱼ − max);  dx = dy − exp(y) Σⱼ dyⱼ (torch.nn.LogSoftmax).</summary>
internal sealed class LogSoftmax : RowLayer
{
    protected override string ForwardSummary => "y = x - max - ln Σ exp(x - max), for each sample.";

    protected override string BackwardSummary => "dx = d - exp(y) · Σ d, then the derivative of the activation before.";

    public override void EmitForwardRow(CodeWriter w, VectorType v, int size)
    {
        RowExponentials.Emit(w, v, size, "x", null);
        // Two subtractions: added to a large maximum, the logarithm would lose its digits.
        w.Line($"{v.Element.Name} shift = {v.Element.Name}.Log(sum);");
        RowLoops.Emit(w, v, size, (piece, i) =>
            w.Line(piece.Store($"{piece.Load(Pointer.At("x", i))} - {piece.Type.Create("max")} - {piece.Type.Create("shift")}", Pointer.At("y", i))), needsBlock: false);
    }

    protected override string Summand(Piece piece, string i) => piece.Load(Pointer.At("d", i));

    protected override string Gradient(Piece piece, string i) =>
        $"{piece.Load(Pointer.At("d", i))} - {piece.Type.Element.Math}.Exp({piece.Load(Pointer.At("y", i))}) * {piece.Type.Create("sum")}";
}
