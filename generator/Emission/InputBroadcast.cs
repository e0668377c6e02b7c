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
    /// <summary>Lanes whose sums are made together: those that <c>Simd.Sum4</c> adds first.</summary>
    private const int GroupSize = 4;

    /// <summary>Without a loop, the tile of more inputs would have more IL than a kernel may have.</summary>
    private const int MostUnrolled = 47;

    private readonly bool _keepsPreActivation = activation is { ReadsInput: true };
    private readonly bool _inRegisters = TileRules.FitRegisters(inputs);

    /// <summary>Writes a branch that does the whole batch and returns, where the batch has enough samples to be worth it.</summary>
    public void Emit(CodeWriter w, VectorType v)
    {
        using IDisposable branch = w.Block($"if (batchSize >= {TileRules.FewestSamplesToBroadcast(v.Bits, inputs)})");
        if (!_inRegisters)
        {
            string t = kernels.T;
            w.Line("// The weights of a vector of outputs, side by side for each input, on cache lines of their own: so many samples repay it.");
            w.Line($"{t}* block = stackalloc {t}[{(inputs * v.Lanes) + (64 / kernels.Element.Size)}], columns = ({t}*)(((nint)block + 63) & ~63);");
        }
        Panels.EmitOverlapping(w, v, outputs, 1, (pieces, o) =>
        {
            foreach (Piece piece in pieces)
            {
                string At(string pointer) => Pointer.At(pointer, o, piece.Offset);
                string weight = Pointer.At("weight", o, piece.Offset, inputs), pre = _keepsPreActivation ? $", pre == null ? null : {At("pre")}" : "";
                if (!_inRegisters)
                    w.Line($"Matrix.Transpose({weight}, columns, {piece.Count}, {inputs}, {piece.Count});");
                string tile = Tile(v, piece, TileRules.BroadcastRows(v.Bits, inputs));
                w.Line($"{tile}(x, {(_inRegisters ? weight : "columns")}{(hasBias ? ", " + At("bias") : "")}, {At("y")}{pre}, batchSize);");
            }
        });
        w.Line("return;");
    }

    private string Tile(VectorType v, Piece piece, int rows)
    {
        string t = kernels.T, tile = $"{name}{Literal.Integer(v.Bits)}_{Literal.Integer(rows)}x{Literal.Integer(piece.Count)}Broadcast";
        string weights = _inRegisters ? "weight" : "columns";
        string parameters = $"{t}* x, {t}* {weights}{(hasBias ? $", {t}* bias" : "")}, {t}* y{(_keepsPreActivation ? $", {t}* pre" : "")}, int batchSize";
        string summary = $"{Literal.Count(piece.Count, "output")} of every sample{(_inRegisters ? "" : $", {Literal.Count(rows, "sample")} at a time")}; added in the order that a sample alone has, so that the bits are the same.";
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
        int looped = inputs > MostUnrolled ? inputPieces.Count(p => p.Count == v.Lanes) : 0, filled = inputPieces[0].Count;
        EmitGroups(0, GroupSize);

        // Depth first, so that few sums are kept at a time.
        void EmitGroups(int lane, int stride)
        {
            if (stride >= v.Lanes)
            {
                EmitGroup([.. Enumerable.Range(lane, Math.Min(GroupSize, v.Lanes))]);
                return;
            }
            EmitGroups(lane, stride * 2);
            if (lane + stride < filled)
                EmitGroups(lane + stride, stride * 2);
            EmitAddition(lane, lane + stride);
        }

        void EmitGroup(int[] lanes)
        {
            int[] used = [.. lanes.Where(lane => lane < filled)];
            foreach (int lane in used)
                type.DeclareZeros(w, Enumerable.Range(0, rows).Select(r => Sum(lane, r)));
            if (looped > 0)
            {
                string range = $"{kernels.T}* xi = {Pointer.At("x", lanes[0])}, wi = {Pointer.At("columns", lanes[0] * type.Lanes)}, end = x + {looped * v.Lanes}";
                using (w.Block($"for ({range}; xi < end; xi += {v.Lanes}, wi += {v.Lanes * type.Lanes})"))
                {
                    foreach (int lane in used)
                        EmitProducts(lane, "xi", "wi", lane - lanes[0]);
                }
            }
            foreach (Piece piece in inputPieces.Skip(looped))
            {
                foreach (int lane in used.Where(lane => lane < piece.Count))
                    EmitProducts(lane, "x", "columns", piece.Offset + lane);
            }
            for (int stride = lanes.Length / 2; stride > 0; stride /= 2)
            {
                foreach (int lane in used.Where(lane => lane < lanes[0] + stride))
                    EmitAddition(lane, lane + stride);
            }
        }

        // Adds the products of input i, counted from where x and columns point, to the lane's sums.
        void EmitProducts(int lane, string x, string columns, int i)
        {
            string weight = "w" + Literal.Integer(i);
            if (!_inRegisters)
                w.Line($"{type.Name} {weight} = {type.Class}.Load({Pointer.At(columns, i * type.Lanes)});");
            for (int r = 0; r < rows; r++)
                w.Line($"{Sum(lane, r)} = {type.MultiplyAdd(type.Create(Pointer.Element(Pointer.At(x, (r * inputs) + i))), weight, Sum(lane, r))};");
        }

        void EmitAddition(int lane, int other)
        {
            for (int r = 0; r < rows; r++)
                w.Line($"{Sum(lane, r)} += {(other < filled ? Sum(other, r) + ";" : type.Zero + "; // an empty lane, which still turns -0 into 0")}");
        }
    }

    private static string Sum(int lane, int row) => $"s{Literal.Integer(lane)}_{Literal.Integer(row)}";
}
