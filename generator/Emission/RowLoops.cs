namespace Netsmith.Generator.Emission;

/// <summary>A pass over one row of known length: whole vectors (a loop where there are many), then the exact rest.</summary>
internal static class RowLoops
{
    private const int MostStraightLine = 4;

    /// <param name="w">Where to.</param>
    /// <param name="v">The vector.</param>
    /// <param name="length">Elements of the row.</param>
    /// <param name="body">Writes the statements for a piece, given where it begins.</param>
    /// <param name="needsBlock">Whether they need a block of their own, since they declare a variable.</param>
    public static void Emit(CodeWriter w, VectorType v, int length, Action<Piece, string> body, bool needsBlock = true)
    {
        // No pairs: a half-filled vector would add its idle lanes to sums.
        int whole = length / v.Lanes, done = 0;
        if (whole > MostStraightLine)
        {
            using (w.Block($"for (nint i = 0; i < {whole * v.Lanes}; i += {v.Lanes})"))
                body(new Piece(v, v.Lanes, 0), "i");
            done = whole * v.Lanes;
        }
        foreach (Piece piece in v.Split(length).Where(p => p.Offset >= done))
        {
            int parts = piece.Count == piece.Type.Lanes ? 1 : piece.Count;
            for (int part = 0; part < parts; part++)
            {
                int first = piece.Offset + part, count = piece.Count / parts;
                using IDisposable? block = needsBlock ? w.Block("// " + Literal.Range("Element", first, count)) : null;
                body(new Piece(piece.Type, count, 0), Literal.Integer(first));
            }
        }
    }
}
