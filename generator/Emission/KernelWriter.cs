namespace Netsmith.Generator.Emission;

/// <summary>
/// Collects a network's kernels: static methods over pointers, each in the vector widths of <see cref="VectorType.Widths"/>,
/// behind one method that picks the width. The picks cost nothing: the JIT folds <c>IsHardwareAccelerated</c>.
/// </summary>
internal sealed class KernelWriter(ElementType element, bool hasFusedMultiplyAdd)
{
    private const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    // Not inlined: a tile needs the register allocator to itself.
    private const string OptimizedTile = "[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]";

    private readonly CodeWriter _text = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Queue<Action> _tiles = new();

    public ElementType Element => element;

    /// <summary>The element type's keyword.</summary>
    public string T => element.Name;

    public VectorType Vector(int bits) => new(element, bits, hasFusedMultiplyAdd);

    /// <summary>A kernel in every width.</summary>
    /// <param name="summary">What it computes; goes into the dispatcher's comment.</param>
    /// <param name="result">Return type.</param>
    /// <param name="name">Name of the dispatcher; the variants append their width.</param>
    /// <param name="parameters">Parameter list.</param>
    /// <param name="body">Writes one variant's body.</param>
    /// <param name="attribute">A further attribute of the variants.</param>
    public void Kernel(string summary, string result, string name, string parameters, Action<CodeWriter, VectorType> body, string attribute = "")
    {
        string arguments = Arguments(parameters);
        string call = result == "void" ? "" : "return ";
        _text.Line($"/// <summary>{summary}</summary>");
        using (_text.Block($"public static {result} {name}({parameters})"))
        {
            using (_text.Indent($"if (Vector512.IsHardwareAccelerated)"))
                _text.Line($"{call}{name}512({arguments});");
            using (_text.Indent($"else if (Vector256.IsHardwareAccelerated)"))
                _text.Line($"{call}{name}256({arguments});");
            using (_text.Indent($"else"))
                _text.Line($"{call}{name}128({arguments});");
        }
        foreach (int bits in VectorType.Widths)
        {
            _text.Line();
            _text.Line(Optimized);
            if (attribute.Length > 0)
                _text.Line(attribute);
            using (_text.Block($"private static {result} {name}{bits}({parameters})"))
                body(_text, Vector(bits));
            WriteTiles();
        }
        _text.Line();
    }

    /// <summary>A kernel over the elements of equally long buffers: whole vectors, then four at a time, then singles.</summary>
    /// <param name="summary">What it computes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="pointers">The buffers.</param>
    /// <param name="body">Writes the statements for the piece at <c>i</c>.</param>
    public void Elementwise(string summary, string name, string[] pointers, Action<CodeWriter, Piece> body)
    {
        string parameters = string.Join(", ", Array.ConvertAll(pointers, p => $"{T}* {p}")) + ", int count";
        Kernel(summary, "void", name, parameters, (w, v) => ElementwiseLoops(w, v, body));
    }

    /// <summary>The loops of <see cref="Elementwise"/>; the count of elements is in <c>count</c>.</summary>
    public static void ElementwiseLoops(CodeWriter w, VectorType v, Action<CodeWriter, Piece> body)
    {
        w.Line("nint i = 0;");
        foreach (int bits in v.Bits == 128 ? [128] : new[] { v.Bits, 128 })
        {
            VectorType type = v.WithBits(bits);
            using (w.Block($"for (; i <= count - {type.Lanes}; i += {type.Lanes})"))
                body(w, new Piece(type, type.Lanes, 0));
        }
        using (w.Block("for (; i < count; i++)"))
            body(w, new Piece(v.WithBits(128), 1, 0));
    }

    /// <summary>A method that one width's variant calls; written once, after the kernel that first asks for it.</summary>
    public void Tile(string summary, string name, string parameters, Action<CodeWriter> body, string result = "void")
    {
        if (!_written.Add(name))
            return;
        _tiles.Enqueue(() =>
        {
            _text.Line();
            _text.Line($"/// <summary>{summary}</summary>");
            _text.Line(OptimizedTile);
            using (_text.Block($"private static {result} {name}({parameters})"))
                body(_text);
        });
    }

    public override string ToString() => _text.ToString();

    private void WriteTiles()
    {
        while (_tiles.Count > 0)
            _tiles.Dequeue()();
    }

    /// <summary>The names in a parameter list.</summary>
    private static string Arguments(string parameters)
    {
        string[] parts = parameters.Split(',');
        for (int i = 0; i < parts.Length; i++)
            parts[i] = parts[i].Substring(parts[i].LastIndexOf(' ') + 1);
        return string.Join(", ", parts);
    }
}
