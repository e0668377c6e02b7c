using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>
/// Y = act(X · Wᵀ + b) in dot form: vectors run along the summed inputs of both operands, one accumulator for each
/// (sample, output), four horizontal sums at a time in the end. An element's sum has the same order in every tile, so a
/// sample's result does not depend on its place in the batch.
/// </summary>
internal sealed class DotProductTiles(KernelWriter kernels, string name, int inputs, int outputs, bool hasBias, AppliedActivation? activation, bool sharesOutputs)
{
    private readonly bool _keepsPreActivation = activation is { ReadsInput: true };

    private string PointerParameters =>
        $"{kernels.T}* x, {kernels.T}* weight{(hasBias ? $", {kernels.T}* bias" : "")}, {kernels.T}* y{(_keepsPreActivation ? $", {kernels.T}* pre" : "")}";

    /// <summary>The kernel's parameter list.</summary>
    public string Parameters => PointerParameters + ", int batchSize" + (sharesOutputs ? ", int part, int end, int parts" : "");

    /// <summary>Writes the loops over the batch and over the outputs.</summary>
    public void EmitBody(CodeWriter w, VectorType v)
    {
        int panel = TileRules.OutputsInCache(inputs, outputs);
        if (sharesOutputs)
        {
            const int block = TileRules.OutputUnit;
            int blocks = outputs / block;
            (string low, string high) = panel < outputs ? ("from", "to") : ("first", "last");
            w.Line($"nint {low} = (nint){blocks} * part / parts * {block}, {high} = end == parts ? {outputs} : (nint){blocks} * end / parts * {block};");
        }
        if (panel == outputs)
        {
            EmitRows(w, v, sharesOutputs ? TileRules.OutputUnit : 0);
            return;
        }
        w.Line($"// {panel} outputs at a time, whose rows of the weight stay in the cache for all samples.");
        (string from, string to) = sharesOutputs ? ("from", "to") : ("0", Literal.Integer(outputs));
        using (w.Block($"for (nint first = {from}; first < {to}; first += {panel})"))
        {
            w.Line($"nint last = Math.Min(first + {panel}, {to});");
            EmitRows(w, v, sharesOutputs ? TileRules.OutputUnit : panel);
        }
    }

    /// <summary>
    /// Writes the loops over the batch and, where the outputs are cut at multiples of <paramref name="unit"/>, from <c>first</c> to
    /// <c>last</c> of them; 0 where they are not cut.
    /// </summary>
    private void EmitRows(CodeWriter w, VectorType v, int unit)
    {
        bool isCut = unit > 0;
        BatchRows.Emit(w, v.Bits, rows =>
        {
            foreach ((int start, int columns, int repeat) in TileRules.Runs(outputs, TileRules.DotColumns(v.Bits, rows)))
            {
                string tile = Tile(v, rows, columns);
                string row = Pointer.Row("b", outputs), x = "x + " + Pointer.Row("b", inputs);
                if (repeat > 1 || (isCut && start == 0))
                {
                    string whole = Literal.Integer(repeat * columns);
                    string pre = _keepsPreActivation ? $", pre == null ? null : pre + {row} + o" : "";
                    string arguments = $"({x}, weight + {Pointer.Row("o", inputs)}{(hasBias ? ", bias + o" : "")}, y + {row} + o{pre});";
                    string stop = repeat * columns == outputs ? "last" : "stop";
                    string range = !isCut ? $"nint o = 0; o < {whole}"
                        : stop == "last" ? "nint o = first; o < last"
                        : $"nint o = first, stop = Math.Min(last, {whole}); o < stop";
                    if (unit % columns != 0)
                    {
                        w.Line($"// A share need not be a multiple of {columns} outputs.");
                        using (w.Block($"for ({range}; o += {stop} - o >= {columns} ? {columns} : {TileRules.OutputUnit})"))
                        {
                            w.Line($"if ({stop} - o >= {columns})\n    {tile}{arguments}");
                            w.Line($"else\n    {Tile(v, rows, TileRules.OutputUnit)}{arguments}");
                        }
                    }
                    else
                    {
                        using (w.Indent($"for ({range}; o += {columns})"))
                            w.Line(tile + arguments);
                    }
                }
                else
                {
                    string at = Pointer.At(row, start);
                    string pre = _keepsPreActivation ? $", pre == null ? null : pre + {at}" : "";
                    string call = $"{tile}({x}, {Pointer.At("weight", (long)start * inputs)}{(hasBias ? ", " + Pointer.At("bias", start) : "")}, y + {at}{pre});";
                    w.Line(isCut ? $"if (last == {Literal.Integer(outputs)})\n    {call}" : call);
                }
            }
        });
    }

    private string Tile(VectorType v, int rows, int columns)
    {
        string tile = $"{name}{Literal.Integer(v.Bits)}_{Literal.Integer(rows)}x{Literal.Integer(columns)}";
        kernels.Tile(
            $"{Literal.Count(rows, "sample")} × {Literal.Count(columns, "output")}.",
            tile, PointerParameters, w => EmitTile(w, v, rows, columns));
        return tile;
    }

    private void EmitTile(CodeWriter w, VectorType v, int rows, int columns)
    {
        List<Piece> pieces = v.Split(inputs);
        int whole = pieces.Count(p => p.Count == v.Lanes);
        for (int r = 0; r < rows; r++)
            v.DeclareZeros(w, Enumerable.Range(0, columns).Select(c => Sum(r, c)));

        int looped = whole > 2 ? whole : 0;
        if (looped > 0)
        {
            using (w.Block($"for ({kernels.T}* end = x + {looped * v.Lanes}; x < end; x += {v.Lanes}, weight += {v.Lanes})"))
                EmitStep(w, v, new Piece(v, v.Lanes, 0), rows, columns);
        }
        foreach (Piece piece in pieces.Skip(looped))
            using (w.Block("// " + Literal.Range("Input", piece.Offset, piece.Count)))
                EmitStep(w, v, piece with { Offset = piece.Offset - (looped * v.Lanes) }, rows, columns);

        for (int r = 0; r < rows; r++)
            EmitStores(w, v, r, columns);
    }

    /// <summary>One vector of inputs: the fewer side is held in variables, the other streamed.</summary>
    private void EmitStep(CodeWriter w, VectorType v, Piece piece, int rows, int columns)
    {
        string X(int r) => piece.LoadWidened(Pointer.At("x", piece.Offset + ((long)r * inputs)), v);
        string Weight(int c) => piece.LoadWidened(Pointer.At("weight", piece.Offset + ((long)c * inputs)), v);
        if (columns <= rows)
        {
            for (int c = 0; c < columns; c++)
                w.Line($"{v.Name} w{c} = {Weight(c)};");
            for (int r = 0; r < rows; r++)
            {
                w.Line($"{v.Name} x{r} = {X(r)};");
                for (int c = 0; c < columns; c++)
                    w.Line($"{Sum(r, c)} = {v.MultiplyAdd($"x{Literal.Integer(r)}", $"w{Literal.Integer(c)}", Sum(r, c))};");
            }
            return;
        }
        for (int r = 0; r < rows; r++)
            w.Line($"{v.Name} x{r} = {X(r)};");
        for (int c = 0; c < columns; c++)
        {
            w.Line($"{v.Name} w{c} = {Weight(c)};");
            for (int r = 0; r < rows; r++)
                w.Line($"{Sum(r, c)} = {v.MultiplyAdd($"x{Literal.Integer(r)}", $"w{Literal.Integer(c)}", Sum(r, c))};");
        }
    }

    private void EmitStores(CodeWriter w, VectorType v, int row, int columns)
    {
        VectorType group = v.WithBits(128);
        foreach (Piece piece in group.Split(columns))
        {
            string z = $"z{Literal.Integer(row)}_{Literal.Integer(piece.Offset)}";
            long at = ((long)row * outputs) + piece.Offset;
            string sum = SumGroup(v, group.Lanes, [.. Enumerable.Range(piece.Offset, piece.Count).Select(c => Sum(row, c))]);
            if (hasBias)
                sum += " + " + piece.Load(Pointer.At("bias", piece.Offset));
            w.Line($"{group.Name} {z} = {sum};");
            if (_keepsPreActivation)
                w.Line($"if (pre != null) {{ {piece.Store(z, Pointer.At("pre", at))} }}");
            if (activation is not null)
                w.Line($"{z} = {activation.Value(group, z)};");
            w.Line(piece.Store(z, Pointer.At("y", at)));
        }
    }

    /// <summary>The horizontal sums of up to four accumulators in the lanes of one 128-bit vector.</summary>
    private static string SumGroup(VectorType v, int lanes, List<string> sums)
    {
        while (sums.Count < lanes)
            sums.Add(v.Zero);
        return v.Element.Size == 4
            ? $"Simd.Sum4({string.Join(", ", sums)})"
            : $"Vector128.Create({string.Join(", ", sums.Select(s => $"{v.Class}.Sum({s})"))})";
    }

    private static string Sum(int row, int column) => $"s{Literal.Integer(row)}_{Literal.Integer(column)}";
}
