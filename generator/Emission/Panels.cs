namespace Netsmith.Generator.Emission;

/// <summary>Cuts a row of known length into panels: a loop over equal ones, then what is left.</summary>
internal static class Panels
{
    /// <summary>Exact panels: every element once. The tail joins the last whole vectors where they leave room for it.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="v">The vector.</param>
    /// <param name="length">Elements of the row.</param>
    /// <param name="vectors">The most vectors in a panel.</param>
    /// <param name="emit">Writes one panel: its pieces, offset from the panel's start, and the expression of that start.</param>
    /// <param name="element">What an element is called, if every panel's statements need a block of their own.</param>
    public static void Emit(CodeWriter w, VectorType v, int length, int vectors, Action<List<Piece>, string> emit, string? element = null)
    {
        List<Piece> all = v.Split(length);
        int whole = all.Count(p => p.Count == v.Lanes), tail = all.Count - whole;
        int looped = EmitLoop(w, all, whole / vectors, vectors, emit, element), rest = whole - looped;
        if (rest + tail <= vectors)
        {
            EmitOne(w, all, looped, rest + tail, emit, element);
            return;
        }
        EmitOne(w, all, looped, rest, emit, element);
        EmitOne(w, all, whole, tail, emit, element);
    }

    /// <summary>
    /// Panels of whole vectors, the last of which may share elements with the one before (<see cref="VectorType.Cover"/>); these two
    /// are always in the same panel, so that it can read both before it writes either.
    /// </summary>
    /// <inheritdoc cref="Emit"/>
    public static void EmitOverlapping(CodeWriter w, VectorType v, int length, int vectors, Action<List<Piece>, string> emit)
    {
        List<Piece> all = v.Cover(length);
        if (IsUniform(all))
        {
            EmitOne(w, all, EmitLoop(w, all, all.Count / vectors, vectors, emit), all.Count % vectors, emit);
            return;
        }
        int looped = EmitLoop(w, all, (all.Count - 2) / vectors, vectors, emit), rest = all.Count - looped;
        if (rest > vectors)
        {
            EmitOne(w, all, looped, rest - 2, emit);
            (looped, rest) = (all.Count - 2, 2);
        }
        EmitOne(w, all, looped, rest, emit);
    }

    /// <summary>Whether the last of the pieces shares elements with the one before.</summary>
    public static bool Overlaps(List<Piece> pieces) =>
        pieces.Count > 1 && pieces[pieces.Count - 1].Offset < pieces[pieces.Count - 2].Offset + pieces[pieces.Count - 2].Count;

    /// <summary>Whether a loop can pass over the pieces, since each begins where the one before ends and all are equal.</summary>
    public static bool IsUniform(List<Piece> pieces) =>
        pieces.TrueForAll(p => p.Count == pieces[0].Count) && !Overlaps(pieces);

    /// <summary>Elements from the first piece's start to the last one's end.</summary>
    public static int Length(List<Piece> pieces)
    {
        Piece last = pieces[pieces.Count - 1];
        return last.Offset + last.Count - pieces[0].Offset;
    }

    /// <summary>Names a tile after its size, so that equal tiles are written once.</summary>
    public static string TileName(string kernel, VectorType v, int rows, List<Piece> pieces) =>
        $"{kernel}{Literal.Integer(v.Bits)}_{Literal.Integer(rows)}x{Literal.Integer(Length(pieces))}";

    /// <summary>Writes so many equal panels from the start on; gives the number of pieces in them.</summary>
    private static int EmitLoop(CodeWriter w, List<Piece> all, int repeat, int vectors, Action<List<Piece>, string> emit, string? element = null)
    {
        int step = vectors * all[0].Count;
        if (repeat == 1)
            EmitOne(w, all, 0, vectors, emit, element);
        if (repeat > 1)
        {
            using (w.Block($"for (nint i = 0; i < {repeat * step}; i += {step})"))
                emit([.. all.Take(vectors)], "i");
        }
        return repeat * vectors;
    }

    private static void EmitOne(CodeWriter w, List<Piece> all, int first, int count, Action<List<Piece>, string> emit, string? element = null)
    {
        if (count == 0)
            return;
        int start = all[first].Offset;
        List<Piece> panel = [.. all.Skip(first).Take(count).Select(p => p with { Offset = p.Offset - start })];
        using IDisposable? block = element is null || count == all.Count ? null : w.Block("// " + Literal.Range(element, start, Length(panel)));
        emit(panel, Literal.Integer(start));
    }
}
