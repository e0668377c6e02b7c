using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>
/// Y = act(X · Wᵀ + b) of a batch for few inputs, each of which is broadcast and multiplied by the weights of a vector of outputs.
/// The dot form would spend most of its time on horizontal sums of nearly empty vectors. Those weights stay in registers, one for each
/// input, or are laid side by side on the stack and read once for a few samples. Elements are added in the dot form's order, so that a
/// sample has the same bits in a batch and alone.
/// </summary>
internal sealed class InputBroadcast(KernelWriter kernels, string name, int inputs, int outputs, bool hasBias, AppliedActivation? activation)
{
    private readonly bool _keepsPreActivation = activation is { ReadsInput: true };
    private readonly bool _inRegisters = TileRules.FitRegisters(inputs);

    /// <summary>Writes a branch that does the whole batch and returns, where the batch has enough samples to be worth it.</summary>
    public void Emit(CodeWriter w, VectorType v)
    {
        using IDisposable branch = w.Block($"if (batchSize >= {TileRules.FewestSamplesToBroadcast(inputs)})");
        if (!_inRegisters)
        {
            w.Line("// The weights of a vector of outputs, side by side for each input.");
            w.Line($"{kernels.T}* columns = stackalloc {kernels.T}[{inputs * v.Lanes}];");
        }
        Panels.EmitOverlapping(w, v, outputs, 1, (pieces, o) =>
        {
            foreach (Piece piece in pieces)
            {
                string At(string pointer) => Pointer.At(pointer, o, piece.Offset);
                string weight = Pointer.At("weight", o, piece.Offset, inputs), pre = _keepsPreActivation ? $", pre == null ? null : {At("pre")}" : "";
                if (!_inRegisters)
                    w.Line($"{Columns(v, piece)}({weight}, columns);");
                string tile = Tile(v, piece, TileRules.BroadcastRows(v.Bits, inputs));
                w.Line($"{tile}(x, {(_inRegisters ? weight : "columns")}{(hasBias ? ", " + At("bias") : "")}, {At("y")}{pre}, batchSize);");
            }
        });
        w.Line("return;");
    }

    private string Columns(VectorType v, Piece piece)
    {
        string t = kernels.T, tile = $"{name}Columns{Literal.Integer(v.Bits)}_{Literal.Integer(piece.Count)}";
        kernels.Tile($"columns[i, o] = weight[o, i] for {Literal.Count(piece.Count, "output")}.", tile, $"{t}* weight, {t}* columns", w =>
        {
            using (w.Indent($"for ({t}* end = weight + {inputs}; weight < end; weight++, columns += {piece.Count})"))
                w.Line(piece.Store(Weights(piece, 0), "columns"));
        });
        return tile;
    }

    private string Tile(VectorType v, Piece piece, int rows)
    {
        string t = kernels.T, tile = $"{name}{Literal.Integer(v.Bits)}_{Literal.Integer(rows)}x{Literal.Integer(piece.Count)}Broadcast";
        string weights = _inRegisters ? "weight" : "columns";
        string parameters = $"{t}* x, {t}* {weights}{(hasBias ? $", {t}* bias" : "")}, {t}* y{(_keepsPreActivation ? $", {t}* pre" : "")}, int batchSize";
        string summary = $"{Literal.Count(piece.Count, "output")} of every sample{(_inRegisters ? "" : $", {Literal.Count(rows, "sample")} at a time")}.";
        kernels.Tile(summary, tile, parameters, w =>
        {
            for (int i = 0; i < inputs && _inRegisters; i++)
                w.Line($"{piece.Type.Name} w{i} = {Weights(piece, i)};");
            if (hasBias)
                w.Line($"{piece.Type.Name} b = {piece.Load("bias")};");
            using (w.Block($"for (; batchSize >= {rows}; batchSize -= {rows}, x += {rows * inputs}, y += {rows * outputs})"))
                EmitSamples(w, v, piece, rows);
            if (rows > 1)
            {
                using (w.Indent($"if (batchSize > 0)"))
                    w.Line($"{Tile(v, piece, 1)}(x, {weights}{(hasBias ? ", bias" : "")}, y{(_keepsPreActivation ? ", pre" : "")}, batchSize);");
            }
        });
        return tile;
    }

    /// <summary>The weights of input <paramref name="i"/>, one for each output.</summary>
    private string Weights(Piece piece, int i) => piece.Type.Create(CodeWriter.Wrapped(
        Enumerable.Range(0, piece.Count).Select(lane => Pointer.Element(Pointer.At("weight", (lane * inputs) + i))), 8));

    private void EmitSamples(CodeWriter w, VectorType v, Piece piece, int rows)
    {
        EmitSums(w, v, piece.Type, rows);
        for (int r = 0; r < rows; r++)
        {
            string z = Sum(0, r);
            if (hasBias)
                w.Line($"{z} += b;");
            if (_keepsPreActivation)
            {
                using (w.Indent($"if (pre != null)"))
                    w.Line(piece.Store(z, Pointer.At("pre", r * outputs)));
            }
            if (activation is not null)
                w.Line($"{z} = {activation.Value(piece.Type, z)};");
            w.Line(piece.Store(z, Pointer.At("y", r * outputs)));
        }
        if (_keepsPreActivation)
        {
            using (w.Indent($"if (pre != null)"))
                w.Line($"pre += {rows * outputs};");
        }
    }

    /// <summary>
    /// What the dot form would have in each lane of its accumulator, here for a vector of outputs, added as <c>Simd.Sum4</c> adds lanes:
    /// in each group of four (0 + 2) + (1 + 3), then the groups' upper half to the lower; lane 0 has the sum in the end.
    /// </summary>
    private void EmitSums(CodeWriter w, VectorType v, VectorType type, int rows)
    {
        List<Piece> inputPieces = v.Split(inputs);
        List<int> strides = [];
        for (int group = 4; group < v.Lanes; group *= 2)
            strides.Add(group);
        for (int lane = 1; lane < Math.Min(4, v.Lanes); lane *= 2)
            strides.Add(lane);
        EmitSum(0, 0);

        // Depth first, so that few sums are kept at a time.
        void EmitSum(int lane, int level)
        {
            if (level == strides.Count)
            {
                EmitLane(lane);
                return;
            }
            EmitSum(lane, level + 1);
            int other = lane + strides[level];
            bool isEmpty = other >= inputPieces[0].Count;
            if (!isEmpty)
                EmitSum(other, level + 1);
            for (int r = 0; r < rows; r++)
                w.Line($"{Sum(lane, r)} += {(isEmpty ? type.Zero : Sum(other, r))};{(isEmpty ? " // an empty lane, which still turns -0 into 0" : "")}");
        }

        void EmitLane(int lane)
        {
            foreach (Piece inputPiece in inputPieces.Where(p => p.Count > lane))
            {
                int i = inputPiece.Offset + lane;
                string weight = "w" + Literal.Integer(i);
                if (!_inRegisters)
                    w.Line($"{type.Name} {weight} = {type.Class}.Load({Pointer.At("columns", i * type.Lanes)});");
                for (int r = 0; r < rows; r++)
                {
                    string sum = Sum(lane, r), x = type.Create(Pointer.Element(Pointer.At("x", (r * inputs) + i)));
                    w.Line(inputPiece.Offset == 0
                        ? $"{type.Name} {sum} = {type.MultiplyAdd(x, weight, type.Zero)};"
                        : $"{sum} = {type.MultiplyAdd(x, weight, sum)};");
                }
            }
        }
    }

    private static string Sum(int lane, int row) => $"s{Literal.Integer(lane)}_{Literal.Integer(row)}";
}
