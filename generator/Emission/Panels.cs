using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Cuts a row of known length into panels of whole vectors and one panel with the exact tail.</summary>
internal static class Panels
{
    /// <summary>Writes a loop over equal panels, then what is left.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="v">The vector.</param>
    /// <param name="length">Elements of the row.</param>
    /// <param name="vectors">Whole vectors in a panel.</param>
    /// <param name="emit">Writes one panel: its pieces, offset from the panel's start, and the expression of that start.</param>
    /// <param name="element">What an element is called, if every panel's statements need a block of their own.</param>
    public static void Emit(CodeWriter w, VectorType v, int length, int vectors, Action<List<Piece>, string> emit, string? element = null)
    {
        List<Piece> all = v.Split(length);
        int whole = all.Count(p => p.Count == v.Lanes);
        foreach ((int start, int count, int repeat) in TileRules.Runs(whole, vectors))
        {
            List<Piece> panel = [.. all.Take(count)];
            if (repeat > 1)
            {
                using (w.Block($"for (nint i = 0; i < {repeat * count * v.Lanes}; i += {count * v.Lanes})"))
                    emit(panel, "i");
            }
            else
            {
                EmitSingle(start * v.Lanes, panel);
            }
        }
        List<Piece> tail = [.. all.Skip(whole).Select(p => p with { Offset = p.Offset - (whole * v.Lanes) })];
        if (tail.Count > 0)
            EmitSingle(whole * v.Lanes, tail);

        void EmitSingle(int start, List<Piece> panel)
        {
            int count = panel.Sum(p => p.Count);
            using IDisposable? block = element is null || count == length ? null : w.Block("// " + Literal.Range(element, start, count));
            emit(panel, Literal.Integer(start));
        }
    }

    /// <summary>Names a tile after its size, so that equal tiles are written once.</summary>
    public static string TileName(string kernel, VectorType v, int rows, List<Piece> pieces) =>
        $"{kernel}{Literal.Integer(v.Bits)}_{Literal.Integer(rows)}x{Literal.Integer(pieces.Sum(p => p.Count))}";
}
