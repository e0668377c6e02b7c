namespace Netsmith.Generator.Emission;

/// <summary>
/// A row's softmax, or its first half: the largest element, then the exponentials of what is left and their sum. A row that fits is
/// held in registers; another is read twice.
/// </summary>
internal static class RowExponentials
{
    /// <summary>
    /// Below, comparisons one by one, and no vector wider than the row: a branch that is guessed right costs nothing and one that is
    /// not 20 cycles, as much as a vector's maximum. Among ten random values three are guessed wrong (45 ns for a softmax, 33 in registers).
    /// </summary>
    private const int FewestForRegisters = 8;

    /// <summary>More registers than this, and a loop is shorter and no slower.</summary>
    private const int MostRegisters = 4;

    /// <summary>Writes <c>max</c> and <c>sum</c> = Σ exp(x − max), and stores the exponentials where that is asked for.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="v">The widest vector.</param>
    /// <param name="size">Elements of the row.</param>
    /// <param name="x">The row's pointer.</param>
    /// <param name="y">A pointer, which may be null at run time, to where the exponentials go; null if nobody needs them.</param>
    public static void Emit(CodeWriter w, VectorType v, int size, string x, string? y)
    {
        if (!FitsRegisters(v, size))
        {
            EmitLoops(w, v, size, x, y, mayBeNull: true);
            return;
        }
        VectorType row = EmitRegisters(w, v, size, x);
        if (y is not null)
            using (w.Block($"if ({y} != null)"))
                EmitStores(w, row, size, y);
    }

    /// <summary>Stores exp(x − max) / Σ exp(x − max), the softmax itself; x and y may be the same.</summary>
    public static void EmitSoftmax(CodeWriter w, VectorType v, int size, string x, string y)
    {
        string scale = $"{v.Element.Name} scale = 1 / sum;";
        if (!FitsRegisters(v, size))
        {
            EmitLoops(w, v, size, x, y, mayBeNull: false);
            w.Line(scale);
            RowLoops.Emit(w, v, size, (piece, i) =>
                w.Line(piece.Store($"{piece.Load(Pointer.At(y, i))} * {piece.Type.Create("scale")}", Pointer.At(y, i))), needsBlock: false);
            return;
        }
        VectorType row = EmitRegisters(w, v, size, x);
        w.Line(scale);
        for (int start = 0; start < size; start += row.Lanes)
            w.Line($"e{Literal.Integer(start / row.Lanes)} *= {row.Create("scale")};");
        EmitStores(w, row, size, y);
    }

    /// <summary>The softmax, then returns the index of the largest probability; of equal ones the first, and 0 where they are NaN.</summary>
    public static void EmitPrediction(CodeWriter w, VectorType v, int size, string x, string y)
    {
        EmitSoftmax(w, v, size, x, y);
        if (!FitsRegisters(v, size))
        {
            w.Line($"return global::Netsmith.CompilerServices.Outputs.IndexOfMax(new global::System.ReadOnlySpan<{v.Element.Name}>({y}, {size}));");
            return;
        }
        VectorType row = Narrowest(v, size);
        w.Line("// The largest exponential is 1, and so scale the largest probability.");
        w.Line($"{row.Name} largest = {row.Create("scale")};");
        string found = "";
        for (int r = 0; r < Registers(row, size); r++)
        {
            string equal = $"{row.Class}.Equals(e{Literal.Integer(r)}, largest).ExtractMostSignificantBits()";
            found += r == 0 ? equal : $"\n    | ((ulong){equal} << {Literal.Integer(r * row.Lanes)})";
        }
        w.Line($"ulong found = {found};");
        w.Line("return found == 0 ? 0 : BitOperations.TrailingZeroCount(found);");
    }

    private static bool FitsRegisters(VectorType v, int size) => size >= FewestForRegisters && size <= MostRegisters * v.Lanes;

    /// <summary>Writes the row's exponentials into <c>e0</c>, <c>e1</c> …, vectors of the type that is returned.</summary>
    private static VectorType EmitRegisters(CodeWriter w, VectorType widest, int size, string x)
    {
        VectorType v = Narrowest(widest, size);
        int[] registers = [.. Enumerable.Range(0, Registers(v, size))];
        int Filled(int r) => Math.Min(v.Lanes, size - (r * v.Lanes));
        foreach (int r in registers)
        {
            string load = Load(v, x, r * v.Lanes, Filled(r));
            if (Filled(r) < v.Lanes)
            {
                w.Line("// Lanes beyond the row repeat its first element, whose exponential is no slower than the others' and is not counted.");
                w.Line($"{v.Name} isInRow = {Mask(v, Filled(r))};");
                w.Line($"{v.Name} rest = {load};");
                // −∞ instead of the first element would end in a subnormal number, which costs an Intel processor 150 cycles.
                load = $"{v.Class}.ConditionalSelect(isInRow, rest, {v.Create($"*{x}")})";
            }
            w.Line($"{v.Name} x{r} = {load};");
        }
        w.Line($"{v.Element.Name} max = {v.Element.Math}.MaxLane({registers.Skip(1).Aggregate("x0", (a, r) => $"{v.Class}.Max({a}, x{Literal.Integer(r)})")});");
        foreach (int r in registers)
            w.Line($"{v.Name} e{r} = {v.Element.Math}.Exp(x{r} - {v.Create("max")}){(Filled(r) < v.Lanes ? " & isInRow" : "")};");
        w.Line($"{v.Element.Name} sum = {v.Class}.Sum({string.Join(" + ", registers.Select(r => "e" + Literal.Integer(r)))});");
        return v;
    }

    /// <summary>Stores them.</summary>
    private static void EmitStores(CodeWriter w, VectorType v, int size, string y)
    {
        for (int start = 0; start < size; start += v.Lanes)
            Store(w, v, $"e{Literal.Integer(start / v.Lanes)}", y, start, Math.Min(v.Lanes, size - start));
    }

    private static void EmitLoops(CodeWriter w, VectorType v, int size, string x, string? y, bool mayBeNull)
    {
        EmitMax(w, v, size, x);
        bool hasVectors = size >= v.Lanes;
        w.Line($"{v.Element.Name} sum = 0;");
        if (hasVectors)
            w.Line($"{v.Name} sums = {v.Zero};");
        RowLoops.Emit(w, v, size, (piece, i) =>
        {
            w.Line($"{piece.Type.Name} e = {v.Element.Math}.Exp({piece.Load(Pointer.At(x, i))} - {piece.Type.Create("max")});");
            w.Line(piece.Count == v.Lanes ? "sums += e;" : $"sum += {piece.Sum("e")};");
            if (y is not null)
                w.Line((mayBeNull ? $"if ({y} != null) " : "") + piece.Store("e", Pointer.At(y, i)));
        });
        if (hasVectors)
            w.Line($"sum += {v.Class}.Sum(sums);");
    }

    private static void EmitMax(CodeWriter w, VectorType v, int size, string x)
    {
        if (size < FewestForRegisters)
        {
            w.Line($"{v.Element.Name} max = *{x};");
            using (w.Indent($"for (int i = 1; i < {size}; i++)"))
                w.Line($"max = {x}[i] > max ? {x}[i] : max;");
            return;
        }
        w.Line($"{v.Name} largest = {v.Class}.Load({x});");
        using (w.Indent($"for (nint i = {v.Lanes}; i <= {size - v.Lanes}; i += {v.Lanes})"))
            w.Line($"largest = {v.Class}.Max(largest, {v.Class}.Load({x} + i));");
        // The last vector may overlap the one before.
        if (size % v.Lanes > 0)
            w.Line($"largest = {v.Class}.Max(largest, {v.Class}.Load({Pointer.At(x, size - v.Lanes)}));");
        w.Line($"{v.Element.Name} max = {v.Element.Math}.MaxLane(largest);");
    }

    /// <summary>The narrowest vector that holds the row, or the widest there is.</summary>
    private static VectorType Narrowest(VectorType v, int size)
    {
        while (v.Bits > 128 && size <= v.Lanes / 2)
            v = v.WithBits(v.Bits / 2);
        return v;
    }

    private static int Registers(VectorType v, int size) => (size + v.Lanes - 1) / v.Lanes;

    /// <summary>
    /// Reads <paramref name="count"/> elements from <paramref name="start"/> on into the first lanes; the others are zero. At most 128 bits
    /// at once, as the layer before has stored them: a wider load soon after waits until several stores have reached the cache.
    /// </summary>
    private static string Load(VectorType v, string pointer, int start, int count)
    {
        if (v.Bits == 128)
        {
            if (count == v.Lanes)
                return $"{v.Class}.Load({Pointer.At(pointer, start)})";
            string first = new Piece(v, Math.Min(count, 2), 0).Load(Pointer.At(pointer, start));
            return count < 3 ? first : $"{first}.WithElement(2, {Pointer.Element(Pointer.At(pointer, start + 2))})";
        }
        VectorType half = v.WithBits(v.Bits / 2);
        return count <= half.Lanes
            ? $"{Load(half, pointer, start, count)}.ToVector{Literal.Integer(v.Bits)}()"
            : $"{v.Class}.Create({Load(half, pointer, start, half.Lanes)},{(v.Bits == 512 ? "\n    " : " ")}{Load(half, pointer, start + half.Lanes, count - half.Lanes)})";
    }

    /// <summary>Writes the first <paramref name="count"/> lanes to the elements from <paramref name="start"/> on.</summary>
    private static void Store(CodeWriter w, VectorType v, string value, string pointer, int start, int count)
    {
        if (count == v.Lanes)
        {
            w.Line($"{v.Class}.Store({value}, {Pointer.At(pointer, start)});");
        }
        else if (v.Bits == 128)
        {
            w.Line(new Piece(v, Math.Min(count, 2), 0).Store(value, Pointer.At(pointer, start)));
            if (count == 3)
                w.Line($"{Pointer.Element(Pointer.At(pointer, start + 2))} = {value}.GetElement(2);");
        }
        else
        {
            VectorType half = v.WithBits(v.Bits / 2);
            Store(w, half, value + ".GetLower()", pointer, start, Math.Min(count, half.Lanes));
            if (count > half.Lanes)
                Store(w, half, value + ".GetUpper()", pointer, start + half.Lanes, count - half.Lanes);
        }
    }

    /// <summary>Ones for the lanes in use, zeros for the others.</summary>
    private static string Mask(VectorType v, int used)
    {
        string lanes = string.Join(", ", Enumerable.Range(0, v.Lanes).Select(lane => lane < used ? "-1" : "0"));
        return v.Element.IsFloat ? $"{v.Create(lanes)}.AsSingle()" : $"{v.Class}.Create<long>([{lanes}]).AsDouble()";
    }
}
