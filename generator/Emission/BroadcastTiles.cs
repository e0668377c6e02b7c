namespace Netsmith.Generator.Emission;

/// <summary>
/// C[r, i] = Σₖ A(r, k) · B[k, i] in broadcast form: vectors run along the contiguous i, the other operand is broadcast a
/// scalar at a time. Serves the weight gradient (k is the sample) and the input gradient (k is the output).
/// </summary>
/// <param name="A">Name of the pointer to the broadcast operand, at the tile's first row.</param>
/// <param name="B">Name of the pointer to the contiguous operand, at the tile's first column.</param>
/// <param name="Steps">How often: a literal, or the name of a variable.</param>
/// <param name="RowStride">Elements from A(r, k) to A(r + 1, k).</param>
/// <param name="AStep">Elements from A(r, k) to A(r, k + 1).</param>
/// <param name="BStep">Elements from B[k, ·] to B[k + 1, ·].</param>
internal sealed record BroadcastTiles(string A, string B, string Steps, int RowStride, int AStep, int BStep)
{
    /// <summary>Writes a tile's body.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="pieces">Columns of C.</param>
    /// <param name="store">The statement that stores an accumulator, given its row, its piece and its name.</param>
    public void EmitBody(CodeWriter w, int rows, List<Piece> pieces, Action<int, Piece, string> store)
    {
        VectorType[] types = [.. pieces.Select(p => p.Type).Distinct()];
        string Scalar(int row, VectorType type) => A + Literal.Integer(row) + (types.Length == 1 ? "" : "_" + Literal.Integer(type.Bits));

        for (int r = 0; r < rows; r++)
            foreach (var type in pieces.Select((piece, c) => (piece.Type, c)).GroupBy(p => p.Type))
                type.Key.DeclareZeros(w, type.Select(p => Sum(r, p.c)));

        using (w.Block($"for (int k = {Steps}; k > 0; k--, {A} += {AStep}, {B} += {BStep})"))
        {
            for (int c = 0; c < pieces.Count; c++)
                w.Line($"{pieces[c].Type.Name} {Vector(c)} = {pieces[c].Load(Pointer.At(B, pieces[c].Offset))};");
            for (int r = 0; r < rows; r++)
            {
                foreach (VectorType type in types)
                    w.Line($"{type.Name} {Scalar(r, type)} = {type.Create($"{A}[{Literal.Integer((long)r * RowStride)}]")};");
                for (int c = 0; c < pieces.Count; c++)
                    w.Line($"{Sum(r, c)} = {pieces[c].Type.MultiplyAdd(Scalar(r, pieces[c].Type), Vector(c), Sum(r, c))};");
            }
        }
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < pieces.Count; c++)
                store(r, pieces[c], Sum(r, c));
    }

    private static string Sum(int row, int column) => $"s{Literal.Integer(row)}_{Literal.Integer(column)}";

    private string Vector(int column) => B + Literal.Integer(column);
}
