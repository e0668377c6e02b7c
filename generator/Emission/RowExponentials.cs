namespace Netsmith.Generator.Emission;

/// <summary>
/// The first half of a softmax: the largest element of a row, then the exponentials of what is left and their sum. A row that fits
/// is held in registers; another is read twice.
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

    /// <summary>Writes <c>max</c>, <c>sum</c> = Σ exp(x − max), and stores the exponentials.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="v">The widest vector.</param>
    /// <param name="size">Elements of the row.</param>
    /// <param name="x">The row's pointer.</param>
    /// <param name="y">Where the exponentials go; may be the same.</param>
    /// <param name="condition">On which they are stored, or null for always.</param>
    public static void Emit(CodeWriter w, VectorType v, int size, string x, string y, string? condition = null)
    {
        if (size >= FewestForRegisters && size <= MostRegisters * v.Lanes)
            EmitRegisters(w, Narrowest(v, size), size, x, y, condition);
        else
            EmitLoops(w, v, size, x, y, condition);
    }

    private static void EmitRegisters(CodeWriter w, VectorType v, int size, string x, string y, string? condition)
    {
        int count = (size + v.Lanes - 1) / v.Lanes;
        int[] registers = [.. Enumerable.Range(0, count)];
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
        if (condition is null)
        {
            StoreAll();
            return;
        }
        using (w.Block($"if ({condition})"))
            StoreAll();

        void StoreAll()
        {
            foreach (int r in registers)
                Store(w, v, "e" + Literal.Integer(r), y, r * v.Lanes, Filled(r));
        }
    }

    private static void EmitLoops(CodeWriter w, VectorType v, int size, string x, string y, string? condition)
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
            w.Line((condition is null ? "" : $"if ({condition}) ") + piece.Store("e", Pointer.At(y, i)));
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

    /// <summary>Reads <paramref name="count"/> elements from <paramref name="start"/> on into the first lanes; the others are zero.</summary>
    private static string Load(VectorType v, string pointer, int start, int count)
    {
        if (count == v.Lanes)
            return $"{v.Class}.Load({Pointer.At(pointer, start)})";
        if (v.Bits == 128)
        {
            string first = new Piece(v, Math.Min(count, 2), 0).Load(Pointer.At(pointer, start));
            return count < 3 ? first : $"{first}.WithElement(2, {Pointer.Element(Pointer.At(pointer, start + 2))})";
        }
        VectorType half = v.WithBits(v.Bits / 2);
        return count <= half.Lanes
            ? $"{Load(half, pointer, start, count)}.ToVector{Literal.Integer(v.Bits)}()"
            : $"{Load(half, pointer, start, half.Lanes)}.ToVector{Literal.Integer(v.Bits)}Unsafe()\n    .WithUpper({Load(half, pointer, start + half.Lanes, count - half.Lanes)})";
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
