using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Layers;

/// <summary>
/// y = W·x + b;  backward, over a batch: dW = Dᵀ·X, db = Σ D, dX = D·W, where D is the gradient of y.
/// W is [out, in] as in PyTorch's Linear, which serves all three products without a transpose.
/// </summary>
internal sealed class Dense : LayerDefinition
{
    /// <summary>The names of <c>Netsmith.Initializer</c>, by value.</summary>
    internal static readonly string[] Initializers =
    [
        "PyTorch", "HeNormal", "HeUniform", "GlorotNormal", "GlorotUniform", "LeCunNormal", "LeCunUniform", "Normal", "Uniform", "Zeros", "Constant", "Orthogonal",
    ];

    public override bool FusesActivation => true;

    public override bool IsLinear => true;

    public override IEnumerable<ArgumentError> Check(LayerModel layer)
    {
        if (Outputs(layer) < 1)
            yield return new ArgumentError("outFeatures", "at least 1", Outputs(layer));
        double scale = layer.Number("InitScale", 1);
        if (double.IsNaN(scale) || double.IsInfinity(scale))
            yield return new ArgumentError("InitScale", "a finite number", scale);
    }

    public override string Describe(LayerModel layer) => $"Dense({Literal.Integer(Outputs(layer))})";

    public override ShapeResult InferShape(TensorShape input, LayerModel layer) =>
        input.Rank == 1 ? TensorShape.Vector(Outputs(layer)) : ShapeResult.Fail("a vector", "insert [Flatten] before it");

    public override IReadOnlyList<ParameterSpec> Parameters(TensorShape input, LayerModel layer)
    {
        var weight = new ParameterSpec("weight", [Outputs(layer), input.Size]);
        return HasBias(layer) ? [weight, new ParameterSpec("bias", [Outputs(layer)])] : [weight];
    }

    public override long MultiplyAdds(TensorShape input, LayerModel layer) => input.LongSize * Outputs(layer);

    public override string Initialize(Stage stage, System.Func<string, string> slice)
    {
        LayerModel layer = stage.Layer.Model;
        string bias = HasBias(layer) ? slice("bias") : "default";
        return "global::Netsmith.CompilerServices.ParameterInitializer.Dense(\n" +
            $"    {slice("weight")}, {bias}, {Initializer(layer.Integer("Init", 0))}, " +
            $"{Literal.Real(layer.Number("InitScale", 1), ElementType.Float)}, " +
            $"{Literal.Integer(stage.InputSize)}, {Literal.Integer(stage.OutputSize)}, random);";
    }

    public override void EmitForward(KernelWriter kernels, Stage stage)
    {
        bool hasBias = HasBias(stage.Layer.Model);
        string name = stage.Name + "Forward";
        var tiles = new DotProductTiles(kernels, name, stage.InputSize, stage.OutputSize, hasBias, stage.Activation, stage.SharesOutputs);
        kernels.Kernel($"{stage.Description}: y[b, o] = Σᵢ x[b, i] · weight[o, i]{(hasBias ? " + bias[o]" : "")}, then the activation.", "void", name, tiles.Parameters, (w, v) =>
        {
            if (TileRules.BroadcastsInputs(v.Bits, stage.InputSize, stage.OutputSize))
                new InputBroadcast(kernels, name, stage.InputSize, stage.OutputSize, hasBias, stage.Activation).Emit(w, v);
            tiles.EmitBody(w, v);
        }, TileRules.BroadcastsInputs(VectorType.Widest, stage.InputSize, stage.OutputSize) ? "[SkipLocalsInit]" : "");
    }

    public override string ForwardCall(Stage stage, StageOperands o) =>
        $"{stage.Name}Forward({o.Input}, {o.Parameter("weight")}{(HasBias(stage.Layer.Model) ? ", " + o.Parameter("bias") : "")}, {o.Output}" +
        $"{(stage.KeepsPreActivation ? ", " + o.PreActivation : "")}, batchSize{(stage.SharesOutputs ? ", " + o.Share : "")});";

    public override void EmitBackward(KernelWriter kernels, Stage stage, GradientSink? sink)
    {
        if (sink is not null)
            EmitInputGradient(kernels, stage, sink);
        EmitWeightGradient(kernels, stage);
        if (HasBias(stage.Layer.Model))
            EmitBiasGradient(kernels, stage);
    }

    public override string InputGradientCall(Stage stage, StageOperands o) =>
        $"{stage.Name}InputGradient({o.OutputGradient}, {o.Parameter("weight")}, {o.InputGradient}{(o.Saved.Length > 0 ? ", " + o.Saved : "")}, batchSize);";

    public override IEnumerable<string> ParameterGradientCalls(Stage stage, StageOperands o)
    {
        yield return $"{stage.Name}WeightGradient({o.OutputGradient}, {o.Input}, {o.Target("weight")}, batchSize, scale, accumulate, part, end, parts);";
        if (HasBias(stage.Layer.Model))
            yield return $"if (part == 0)\n    {stage.Name}BiasGradient({o.OutputGradient}, {o.Target("bias")}, batchSize, scale, accumulate);";
    }

    private static string Initializer(int value) => value >= 0 && value < Initializers.Length
        ? "global::Netsmith.Initializer." + Initializers[value]
        : $"(global::Netsmith.Initializer)({Literal.Integer(value)})";

    private static int Outputs(LayerModel layer) => layer.Integer("outFeatures", 0);

    private static bool HasBias(LayerModel layer) => layer.Flag("Bias", true);

    private static void EmitInputGradient(KernelWriter kernels, Stage stage, GradientSink sink)
    {
        string name = stage.Name + "InputGradient", t = kernels.T;
        int inputs = stage.InputSize, outputs = stage.OutputSize;
        string pointers = $"{t}* d, {t}* weight, {t}* dx{sink.Parameter(kernels.Element)}";
        var product = new BroadcastTiles("d", "weight", Literal.Integer(outputs), outputs, 1, inputs);

        kernels.Kernel("dx[b, i] = Σₒ d[b, o] · weight[o, i], then the derivative of the activation before.", "void", name, pointers + ", int batchSize", (w, v) =>
            BatchRows.Emit(w, v.Bits, rows =>
                Panels.EmitOverlapping(w, v, inputs, TileRules.MaxAccumulators(v.Bits) / rows, (pieces, i) =>
                {
                    string tile = Panels.TileName(name, v, rows, pieces);
                    kernels.Tile($"{Literal.Count(rows, "sample")} × {Literal.Count(Panels.Length(pieces), "input")}.", tile, pointers, tw =>
                        product.EmitBody(tw, rows, pieces, (r, piece, sum) =>
                        {
                            string at = Literal.Integer(((long)r * inputs) + piece.Offset);
                            tw.Line(piece.Store(sink.Apply(tw, piece, sum, at, sum.Substring(1)), Pointer.At("dx", at)));
                        }));
                    string To(string pointer) => Pointer.At($"{pointer} + {Pointer.Row("b", inputs)}", i);
                    w.Line($"{tile}(d + {Pointer.Row("b", outputs)}, {Pointer.At("weight", i)}, {To("dx")}{sink.Argument(To("saved"))});");
                })));
    }

    private static void EmitWeightGradient(KernelWriter kernels, Stage stage)
    {
        string name = stage.Name + "WeightGradient", t = kernels.T;
        int inputs = stage.InputSize, outputs = stage.OutputSize;
        string parameters = $"{t}* d, {t}* x, {t}* dWeight, int batchSize, {t} scale, bool accumulate";
        var product = new BroadcastTiles("d", "x", "batchSize", 1, outputs, inputs);

        kernels.Kernel("dWeight[o, i] = Σ_b d[b, o] · x[b, i]; accumulating, dWeight += scale times that sum. Computes the parts from part up to end.",
            "void", name, parameters + ", int part, int end, int parts", (w, v) =>
        {
            List<Piece> row = v.Cover(inputs);
            Planning.Tile best = TileRules.Broadcast(v.Bits, outputs, row.Count, fewestColumns: Panels.IsUniform(row) ? 1 : 2);
            int whole = outputs / best.Rows, rest = outputs % best.Rows;
            int chunk = TileRules.WeightGradientChunk;
            w.Line($"nint first = (nint){whole} * part / parts * {best.Rows}, last = (nint){whole} * end / parts * {best.Rows};");
            w.Line($"// {chunk} samples at a time, so that a panel of x stays in the first-level cache for all outputs.");
            using IDisposable loop = w.Block("while (batchSize > 0)");
            w.Line($"int samples = Math.Min({chunk}, batchSize);");
            Panels.EmitOverlapping(w, v, inputs, best.Columns, (pieces, i) =>
            {
                if (whole > 0)
                {
                    using (w.Indent($"for (nint o = first; o < last; o += {best.Rows})"))
                        w.Line($"{Tile(best.Rows, pieces, v)}(d + o, {Pointer.At("x", i)}, {Pointer.At("dWeight + " + Pointer.Row("o", inputs), i)}, samples, scale, accumulate);");
                }
                if (rest > 0)
                {
                    using (w.Indent($"if (end == parts)"))
                        w.Line($"{Tile(rest, pieces, v)}({Pointer.At("d", whole * best.Rows)}, {Pointer.At("x", i)}, {Pointer.At("dWeight", i, (long)whole * best.Rows * inputs)}, samples, scale, accumulate);");
                }
            });
            w.Line("// The next samples' sums are added to these.");
            w.Line($"d += {Pointer.Row("(nint)samples", outputs)};");
            w.Line($"x += {Pointer.Row("(nint)samples", inputs)};");
            w.Line("batchSize -= samples;");
            w.Line("accumulate = true;");
        });

        string Tile(int rows, List<Piece> pieces, VectorType v)
        {
            string tile = Panels.TileName(name, v, rows, pieces);
            kernels.Tile($"{Literal.Count(rows, "output")} × {Literal.Count(Panels.Length(pieces), "input")}.", tile, parameters,
                w => EmitWeightTile(w, product, rows, pieces, inputs));
            return tile;
        }
    }

    private static void EmitWeightTile(CodeWriter w, BroadcastTiles product, int rows, List<Piece> pieces, int inputs)
    {
        var sums = new List<(string At, Piece Piece, string Sum)>();
        product.EmitBody(w, rows, pieces, (r, piece, sum) =>
            sums.Add((Pointer.At("dWeight", ((long)r * inputs) + piece.Offset), piece, sum)));
        using (w.Block("if (accumulate)"))
        {
            foreach ((string at, Piece piece, string sum) in sums)
                w.Line($"{sum} = {piece.Type.MultiplyAdd(piece.Type.Create("scale"), sum, piece.Load(at))};");
        }
        // After all reads, since the last two vectors of a row may share elements.
        foreach ((string at, Piece piece, string sum) in sums)
            w.Line(piece.Store(sum, at));
    }

    private static void EmitBiasGradient(KernelWriter kernels, Stage stage)
    {
        string t = kernels.T;
        int outputs = stage.OutputSize;
        kernels.Kernel("dBias[o] = Σ_b d[b, o]; accumulating, dBias += scale times that sum.", "void", stage.Name + "BiasGradient",
            $"{t}* d, {t}* dBias, int batchSize, {t} scale, bool accumulate", (w, v) =>
            Panels.Emit(w, v, outputs, 8, (pieces, o) =>
            {
                (Piece Piece, string Sum, string At)[] sums = [.. pieces.Select((piece, c) => (piece, "s" + Literal.Integer(c), Pointer.At("dBias", o, piece.Offset)))];
                foreach ((Piece piece, string sum, _) in sums)
                    w.Line($"{piece.Type.Name} {sum} = {piece.Type.Zero};");
                w.Line($"{t}* row = {Pointer.At("d", o)};");
                using (w.Block($"for (int k = batchSize; k > 0; k--, row += {outputs})"))
                {
                    foreach ((Piece piece, string sum, _) in sums)
                        w.Line($"{sum} += {piece.Load(Pointer.At("row", piece.Offset))};");
                }
                using (w.Block("if (accumulate)"))
                {
                    foreach ((Piece piece, string sum, string at) in sums)
                        w.Line($"{sum} = {piece.Type.MultiplyAdd(piece.Type.Create("scale"), sum, piece.Load(at))};");
                }
                foreach ((Piece piece, string sum, string at) in sums)
                    w.Line(piece.Store(sum, at));
            }, "Output"));
    }
}
