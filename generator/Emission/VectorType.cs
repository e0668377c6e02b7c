using System.Globalization;

namespace Netsmith.Generator.Emission;

/// <summary>A vector of one width and element type, and how its operations are written.</summary>
/// <param name="HasFusedMultiplyAdd">Whether the framework has <c>FusedMultiplyAdd</c> for it (.NET 9); otherwise the runtime's helper serves.</param>
internal sealed record VectorType(ElementType Element, int Bits, bool HasFusedMultiplyAdd)
{
    /// <summary>The widths every kernel is emitted for, widest first.</summary>
    public static readonly int[] Widths = [Widest, 256, 128];

    /// <summary>What decides where the choice is one for all widths.</summary>
    public const int Widest = 512;

    public int Lanes => Bits / 8 / Element.Size;

    /// <summary><c>Vector512</c></summary>
    public string Class => "Vector" + Literal.Integer(Bits);

    /// <summary><c>Vector512&lt;float&gt;</c></summary>
    public string Name => $"{Class}<{Element.Name}>";

    public string Zero => $"{Name}.Zero";

    public string One => $"{Name}.One";

    public string Create(string scalar) => $"{Class}.Create({scalar})";

    public string Constant(double value) => Create(Literal.Real(value, Element));

    /// <summary>a · b + c, rounded once.</summary>
    public string MultiplyAdd(string a, string b, string c) =>
        HasFusedMultiplyAdd ? $"{Class}.FusedMultiplyAdd({a}, {b}, {c})" : $"Simd.MultiplyAdd({a}, {b}, {c})";

    /// <summary>Writes the declaration of variables that begin as zero, four in a line.</summary>
    public void DeclareZeros(CodeWriter w, IEnumerable<string> names) =>
        w.Line($"{Name} {CodeWriter.Wrapped(names.Select(name => $"{name} = {Zero}"), 4)};");

    public VectorType WithBits(int bits) => this with { Bits = bits };

    /// <summary>
    /// Splits <paramref name="length"/> consecutive elements into whole vectors of this width, then at most one of each
    /// narrower width, then at most one pair and one single: exact, without masks and without reading past the end.
    /// </summary>
    public List<Piece> Split(int length)
    {
        var pieces = new List<Piece>();
        int offset = 0;
        for (; length - offset >= Lanes; offset += Lanes)
            pieces.Add(new Piece(this, Lanes, offset));
        for (int bits = Bits / 2; bits >= 128; bits /= 2)
        {
            VectorType narrower = WithBits(bits);
            if (length - offset >= narrower.Lanes)
            {
                pieces.Add(new Piece(narrower, narrower.Lanes, offset));
                offset += narrower.Lanes;
            }
        }
        for (int count = 128 / 8 / Element.Size / 2; count >= 1; count /= 2)
        {
            if (length - offset >= count)
            {
                pieces.Add(new Piece(WithBits(128), count, offset));
                offset += count;
            }
        }
        return pieces;
    }

    /// <summary>
    /// Covers <paramref name="length"/> consecutive elements with whole vectors of one width, the widest that fits: the last begins
    /// early, so that it ends with the row, and shares elements with the one before. For results that may be computed twice: a row
    /// of 63 is 4 vectors instead of 3 and pieces of 8, 4, 2 and 1. Rows shorter than the narrowest vector are split.
    /// </summary>
    public List<Piece> Cover(int length)
    {
        VectorType type = this;
        while (type.Lanes > length && type.Bits > 128)
            type = type.WithBits(type.Bits / 2);
        if (type.Lanes > length)
            return Split(length);
        var pieces = new List<Piece>();
        for (int offset = 0; offset < length; offset += type.Lanes)
            pieces.Add(new Piece(type, type.Lanes, Math.Min(offset, length - type.Lanes)));
        return pieces;
    }
}

/// <summary>Some consecutive elements held in one vector register; the lanes beyond <paramref name="Count"/> are zero.</summary>
/// <param name="Type">The register.</param>
/// <param name="Count">Elements in it: all lanes, or a pair or a single one in a 128-bit register.</param>
/// <param name="Offset">Where they begin.</param>
internal sealed record Piece(VectorType Type, int Count, int Offset)
{
    private bool IsFull => Count == Type.Lanes;

    private bool IsPairOfFloats => Count == 2 && Type.Element.Size == 4;

    /// <summary>Reads the elements at a pointer expression.</summary>
    public string Load(string pointer) =>
        IsFull ? $"{Type.Class}.Load({pointer})"
        : IsPairOfFloats ? $"Vector128.CreateScalar({Pointer.Pair(pointer)}).AsSingle()"
        : $"Vector128.CreateScalar({Pointer.Element(pointer)})";

    /// <summary>Reads the elements into a wider register, zeros above.</summary>
    public string LoadWidened(string pointer, VectorType wider)
    {
        string load = Load(pointer);
        for (int bits = Type.Bits; bits < wider.Bits; bits *= 2)
            load = $"{load}.ToVector{Literal.Integer(bits * 2)}()";
        return load;
    }

    /// <summary>The statement that writes the elements to a pointer expression.</summary>
    public string Store(string value, string pointer) =>
        IsFull ? $"{Type.Class}.Store({value}, {pointer});"
        : IsPairOfFloats ? $"{Pointer.Pair(pointer)} = {Operand(value)}.AsDouble().ToScalar();"
        : $"{Pointer.Element(pointer)} = {Operand(value)}.ToScalar();";

    /// <summary>The sum of the elements, as a scalar.</summary>
    public string Sum(string value) => Count == 1 ? $"{Operand(value)}.ToScalar()" : $"{Type.Class}.Sum({value})";

    /// <summary>An expression of which a member is called: in parentheses unless it is a name or a call, which have no space outside parentheses.</summary>
    private static string Operand(string value)
    {
        int depth = 0;
        bool isPrimary = value[0] != '-';
        foreach (char c in value)
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            isPrimary &= depth > 0 || c != ' ';
        }
        return isPrimary ? value : $"({value})";
    }
}

/// <summary>Pointer arithmetic as people write it.</summary>
internal static class Pointer
{
    /// <summary><c>x</c>, or <c>x + 16</c>.</summary>
    public static string At(string pointer, long offset) =>
        offset == 0 ? pointer : pointer + " + " + Literal.Integer(offset);

    /// <summary>
    /// The element or row at a start, which is a variable or a literal, and an offset from there: <c>x</c>, <c>x + 16</c>,
    /// <c>x + i + 16</c>, <c>x + i * 784</c>.
    /// </summary>
    public static string At(string pointer, string start, long offset = 0, long length = 1) =>
        long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out long constant)
            ? At(pointer, (constant + offset) * length)
            : At($"{pointer} + {Row(start, length)}", offset * length);

    /// <summary>Where a row begins: <c>b * 784</c>, or <c>b</c> where a row is one element.</summary>
    public static string Row(string row, long length) => length == 1 ? row : $"{row} * {Literal.Integer(length)}";

    /// <summary>The element at <c>x + 16</c>: <c>x[16]</c>; at <c>x</c>: <c>*x</c>.</summary>
    public static string Element(string pointer)
    {
        int plus = pointer.IndexOf(" + ", StringComparison.Ordinal);
        return plus < 0 ? "*" + pointer : $"{pointer.Substring(0, plus)}[{pointer.Substring(plus + 3)}]";
    }

    /// <summary>Two floats at <c>x + 16</c> at once: <c>*(double*)(x + 16)</c>.</summary>
    public static string Pair(string pointer) =>
        pointer.IndexOf(' ') < 0 ? "*(double*)" + pointer : $"*(double*)({pointer})";
}
