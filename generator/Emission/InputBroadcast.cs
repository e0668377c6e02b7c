using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>
/// Y = act(X · Wᵀ + b) of a batch for few inputs: a vector of outputs keeps its weights in registers, one for each input, and each
/// sample's inputs are broadcast. The dot form would spend most of its time on horizontal sums of nearly empty vectors. Elements are
/// added in the dot form's order, so that a sample has the same bits in a batch and alone.
/// </summary>
internal sealed class InputBroadcast(KernelWriter kernels, string name, int inputs, int outputs, bool hasBias, AppliedActivation? activation)
{
    private readonly bool _keepsPreActivation = activation is { ReadsInput: true };

    /// <summary>Writes a branch that does the whole batch and returns, where the batch has enough samples to be worth it.</summary>
    public void Emit(CodeWriter w, VectorType v)
    {
        using IDisposable branch = w.Block($"if (batchSize >= {TileRules.FewestSamplesToBroadcast})");
        Panels.Emit(w, v, outputs, 1, (pieces, o) =>
        {
            foreach (Piece piece in pieces)
            {
                string At(string pointer) => Pointer.At(pointer, o, piece.Offset);
                string pre = _keepsPreActivation ? $", pre == null ? null : {At("pre")}" : "";
                w.Line($"{Tile(v, piece)}(x, {Pointer.At("weight", o, piece.Offset, inputs)}{(hasBias ? ", " + At("bias") : "")}, {At("y")}{pre}, batchSize);");
            }
        });
        w.Line("return;");
    }

    private string Tile(VectorType v, Piece piece)
    {
        string t = kernels.T, tile = $"{name}{Literal.Integer(v.Bits)}_{Literal.Integer(piece.Count)}";
        string parameters = $"{t}* x, {t}* weight{(hasBias ? $", {t}* bias" : "")}, {t}* y{(_keepsPreActivation ? $", {t}* pre" : "")}, int batchSize";
        kernels.Tile($"{Literal.Count(piece.Count, "output")} of every sample.", tile, parameters, w => EmitTile(w, v, piece));
        return tile;
    }

    private void EmitTile(CodeWriter w, VectorType v, Piece piece)
    {
        VectorType type = piece.Type;
        for (int i = 0; i < inputs; i++)
        {
            IEnumerable<string> lanes = Enumerable.Range(0, type.Lanes)
                .Select(lane => lane < piece.Count ? $"weight[{Literal.Integer((lane * inputs) + i)}]" : "0");
            w.Line($"{type.Name} w{i} = {type.Create(CodeWriter.Wrapped(lanes, 8))};");
        }
        if (hasBias)
            w.Line($"{type.Name} b = {piece.Load("bias")};");
        using IDisposable loop = w.Block($"for (; batchSize > 0; batchSize--, x += {inputs}, y += {outputs})");
        EmitLaneSums(w, v, type);
        w.Line($"{type.Name} z = {Total(v, type)}{(hasBias ? " + b" : "")};");
        if (_keepsPreActivation)
        {
            using (w.Block("if (pre != null)"))
            {
                w.Line(piece.Store("z", "pre"));
                w.Line($"pre += {outputs};");
            }
        }
        if (activation is not null)
            w.Line($"z = {activation.Value(type, "z")};");
        w.Line(piece.Store("z", "y"));
    }

    /// <summary>What the dot form would have in each lane of its accumulator, here for a vector of outputs.</summary>
    private void EmitLaneSums(CodeWriter w, VectorType v, VectorType type)
    {
        foreach (Piece inputPiece in v.Split(inputs))
        {
            for (int lane = 0; lane < inputPiece.Count; lane++)
            {
                int i = inputPiece.Offset + lane;
                string sum = "s" + Literal.Integer(lane), product = type.Create($"x[{Literal.Integer(i)}]");
                w.Line(inputPiece.Offset == 0
                    ? $"{type.Name} {sum} = {type.MultiplyAdd(product, "w" + Literal.Integer(i), type.Zero)};"
                    : $"{sum} = {type.MultiplyAdd(product, "w" + Literal.Integer(i), sum)};");
            }
        }
    }

    /// <summary>The lanes' sum in the order of <c>Simd.Sum4</c>: in each group of four (0 + 2) + (1 + 3), then the groups' upper half to the lower.</summary>
    private string Total(VectorType v, VectorType type)
    {
        int filled = v.Split(inputs)[0].Count;
        List<string?> groups = [.. Enumerable.Range(0, Math.Max(1, v.Lanes / 4)).Select(g =>
            Add(Add(Lane(4 * g), Lane((4 * g) + 2)), Add(Lane((4 * g) + 1), Lane((4 * g) + 3))))];
        while (groups.Count > 1)
            groups = [.. Enumerable.Range(0, groups.Count / 2).Select(g => Add(groups[g], groups[g + (groups.Count / 2)]))];
        return groups[0]!;

        string? Lane(int lane) => lane < filled ? "s" + Literal.Integer(lane) : null;

        // An empty lane is a zero, which still turns -0 into 0.
        string? Add(string? a, string? b) => a is null ? b : $"({a} + {b ?? type.Zero})";
    }
}
