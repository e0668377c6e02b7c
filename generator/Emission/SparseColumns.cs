using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>
/// A first layer that skips zeros: y = act(b + Σ x[i] · column i) over the inputs that are not zero, with the weight's
/// columns contiguous ([in, out], padded to cache lines). Which inputs count is read off comparisons' masks, 64 inputs at a time.
/// </summary>
internal static class SparseColumns
{
    private const int LineLength = 16;

    /// <summary>
    /// Inputs whose bits share a word. The end of the loop over a word's bits is guessed wrong nearly every time: 256 digits took
    /// 1.40 µs for this layer with a word of 16 bits, 1.22 with 64.
    /// </summary>
    private const int WordLength = 64;

    /// <summary>
    /// Elements from one column to the next: whole cache lines, or a power of two that divides one. Packed columns of 200 begin
    /// inside a line, so that most vectors straddle two: 784-200-10 took 1.53 µs for this layer on MNIST's digits, padded 1.18 µs.
    /// </summary>
    public static int Stride(Stage stage)
    {
        int stride = 1;
        while (stride < LineLength && stride < stage.OutputSize)
            stride *= 2;
        return (stage.OutputSize + stride - 1) / stride * stride;
    }

    public static string Call(Stage stage, StageOperands o) =>
        $"{stage.Name}Sparse({o.Input}, columns, {(stage.Parameter("bias") is null ? "" : o.Parameter("bias") + ", ")}{o.Output});";

    public static void Emit(KernelWriter kernels, Stage stage)
    {
        string t = kernels.T;
        bool hasBias = stage.Parameter("bias") is not null;
        kernels.Kernel($"{stage.Description}: y[o] = {(hasBias ? "bias[o] + " : "")}Σᵢ x[i] · columns[i, o] over the inputs that are not zero, then the activation.",
            "void", stage.Name + "Sparse", $"{t}* x, {t}* columns, {(hasBias ? $"{t}* bias, " : "")}{t}* y", (w, v) =>
            Panels.Emit(w, v, stage.OutputSize, TileRules.SparseVectors(v.Bits), (pieces, o) => EmitPanel(w, v, stage, pieces, o, hasBias), "Output"));
    }

    private static void EmitPanel(CodeWriter w, VectorType v, Stage stage, List<Piece> pieces, string o, bool hasBias)
    {
        int inputs = stage.InputSize, whole = inputs / v.Lanes * v.Lanes, words = whole / WordLength * WordLength;
        for (int c = 0; c < pieces.Count; c++)
            w.Line($"{pieces[c].Type.Name} s{c} = {(hasBias ? pieces[c].Load(Pointer.At("bias", o, pieces[c].Offset)) : pieces[c].Type.Zero)};");
        if (words > 0)
        {
            using (w.Block($"for (nint first = 0; first < {words}; first += {WordLength})"))
                EmitWord(w, v, stage, pieces, o, "first", WordLength);
        }
        if (words < whole)
        {
            using (w.Block("// " + Literal.Range("Input", words, whole - words)))
                EmitWord(w, v, stage, pieces, o, Literal.Integer(words), whole - words);
        }
        if (whole < inputs)
        {
            using (w.Block($"for (nint last = {whole}; last < {inputs}; last++)"))
            using (w.Block("if (x[last] != 0)"))
                EmitColumn(w, stage, pieces, o, "last");
        }
        for (int c = 0; c < pieces.Count; c++)
        {
            string sum = "s" + Literal.Integer(c);
            if (stage.Activation is not null)
                w.Line($"{sum} = {stage.Activation.Value(pieces[c].Type, sum)};");
            w.Line(pieces[c].Store(sum, Pointer.At("y", o, pieces[c].Offset)));
        }
    }

    /// <summary>The columns of up to 64 inputs from <paramref name="first"/> on, found by the bits of one word.</summary>
    private static void EmitWord(CodeWriter w, VectorType v, Stage stage, List<Piece> pieces, string o, string first, int count)
    {
        string Mask(string at) => $"(ulong){v.Class}.ExtractMostSignificantBits({v.Class}.Equals({v.Class}.Load(x + {at}), {v.Zero}))";
        if (count == v.Lanes)
        {
            w.Line($"ulong isZero = {Mask(first)};");
        }
        else
        {
            w.Line("ulong isZero = 0;");
            using (w.Indent($"for (int lane = 0; lane < {count}; lane += {v.Lanes})"))
                w.Line($"isZero |= {Mask(first + " + lane")} << lane;");
        }
        string used = count < WordLength ? $" & 0x{(1UL << count) - 1:X}" : "";
        using (w.Block($"for (ulong isNotZero = ~isZero{used}; isNotZero != 0; isNotZero &= isNotZero - 1)"))
            EmitColumn(w, stage, pieces, o, $"{first} + BitOperations.TrailingZeroCount(isNotZero)");
    }

    private static void EmitColumn(CodeWriter w, Stage stage, List<Piece> pieces, string o, string index)
    {
        string t = pieces[0].Type.Element.Name;
        w.Line($"nint index = {index};");
        w.Line($"{t} value = x[index];");
        w.Line($"{t}* column = {Pointer.At("columns + " + Pointer.Row("index", Stride(stage)), o)};");
        for (int c = 0; c < pieces.Count; c++)
        {
            Piece piece = pieces[c];
            w.Line($"s{c} = {piece.Type.MultiplyAdd(piece.Type.Create("value"), piece.Load(Pointer.At("column", piece.Offset)), "s" + Literal.Integer(c))};");
        }
    }
}
