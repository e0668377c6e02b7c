using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission.StraightLine;

/// <summary>
/// One sample of a tiny network in one method without a loop: groups of four activations stay in 128-bit registers from
/// layer to layer. An output's sum runs over four partial sums, one for each input index modulo four.
/// </summary>
internal static class OneSample
{
    public static void Emit(CodeWriter w, EmitContext context)
    {
        string t = context.T;
        VectorType v = new(context.Element, 128, context.Options.HasVectorFusedMultiplyAdd);
        w.Line("/// <summary>Evaluates the network for one sample.</summary>");
        w.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (w.Block($"public static void ForwardOne({t}* parameters, {t}* input, {t}* output)"))
        {
            List<Group> x = Groups(context.Plan.InputSize, v.Lanes);
            foreach (Group group in x)
                w.Line($"{v.Name} input_{group.Start} = {group.Load(v, "input")};");
            string from = "input";
            for (int i = 0; i < context.Plan.Stages.Count; i++)
            {
                Stage stage = context.Plan.Stages[i];
                w.Line();
                w.Line($"// {stage.Description}");
                EmitStage(w, v, stage, from);
                from = stage.Variable;
            }
            w.Line();
            foreach (Group group in Groups(context.Plan.OutputSize, v.Lanes))
                group.EmitStore(w, v, $"{from}_{Literal.Integer(group.Start)}", "output");
        }
        w.Line();
    }

    private static void EmitStage(CodeWriter w, VectorType v, Stage stage, string from)
    {
        bool hasShortRows = v.Element.IsFloat && stage.InputSize <= 2;
        if (hasShortRows)
            w.Line($"{v.Name} {from}Repeated = {Repeated($"{from}_0", stage.InputSize)};");
        List<Group> groups = Groups(stage.OutputSize, v.Lanes);
        for (int g = 0; g < groups.Count; g++)
        {
            string name = Name(g);
            string sums = hasShortRows ? SumsOfShortRows(v, stage, from, groups[g]) : Sums(w, v, stage, from, groups[g]);
            string bias = stage.Parameter("bias") is { } b ? " + " + groups[g].Load(v, "parameters", b.Offset) : "";
            w.Line($"{v.Name} {name} = {sums}{bias};");
            if (stage.Activation is not { } activation)
                continue;
            if (!activation.CallsMath(v) || (g % 2 == 0 && g == groups.Count - 1))
                w.Line($"{name} = {activation.Value(v, name)};");
            else if (g % 2 == 1)
                EmitSharedActivation(w, v.WithBits(256), activation, Name(g - 1), name);
        }

        string Name(int g) => $"{stage.Variable}_{Literal.Integer(groups[g].Start)}";
    }

    /// <summary>Two groups as one vector: an elementary function is a long chain, and one takes less time than two side by side.</summary>
    private static void EmitSharedActivation(CodeWriter w, VectorType v, AppliedActivation activation, string lower, string upper)
    {
        string both = lower + "AndNext";
        w.Line($"{v.Name} {both} = Vector256.Create({lower}, {upper});");
        w.Line($"{both} = {activation.Value(v, both)};");
        w.Line($"{lower} = {both}.GetLower();");
        w.Line($"{upper} = {both}.GetUpper();");
    }

    /// <summary>The sums of a group of outputs, one in each lane: a vector for each output, then horizontal sums.</summary>
    private static string Sums(CodeWriter w, VectorType v, Stage stage, string from, Group outputs)
    {
        int weight = stage.Parameter("weight")!.Offset;
        List<Group> inputs = Groups(stage.InputSize, v.Lanes);
        var sums = new List<string>();
        for (int o = outputs.Start; o < outputs.Start + outputs.Count; o++)
        {
            string sum = $"{stage.Variable}Sum{Literal.Integer(o)}";
            sums.Add(sum);
            for (int g = 0; g < inputs.Count; g++)
            {
                string row = inputs[g].Load(v, "parameters", weight + ((long)o * stage.InputSize));
                string x = $"{from}_{Literal.Integer(inputs[g].Start)}";
                w.Line(g == 0 ? $"{v.Name} {sum} = {x} * {row};" : $"{sum} = {v.MultiplyAdd(x, row, sum)};");
            }
        }
        if (!v.Element.IsFloat)
            return $"Vector128.Create({string.Join(", ", sums.Select(static s => $"Vector128.Sum({s})").Concat(Enumerable.Repeat("0d", v.Lanes - sums.Count)))})";
        return sums.Count == 1 ? $"Vector128.CreateScalar(Simd.Sum({sums[0]}))"
            : $"Simd.Sum4({string.Join(", ", sums.Concat(Enumerable.Repeat(v.Zero, v.Lanes - sums.Count)))})";
    }

    /// <summary>The same of one or two inputs, where a vector holds the rows of four or two outputs.</summary>
    private static string SumsOfShortRows(VectorType v, Stage stage, string from, Group outputs)
    {
        long first = stage.Parameter("weight")!.Offset + ((long)outputs.Start * stage.InputSize);
        List<string> products = [.. Groups(outputs.Count * stage.InputSize, v.Lanes).Select(rows => $"{from}Repeated * {rows.Load(v, "parameters", first)}")];
        return stage.InputSize == 1 ? products[0] : $"Simd.SumPairs({products[0]}, {(products.Count > 1 ? products[1] : v.Zero)})";
    }

    /// <summary>One or two values, which are the first of a vector, over and over.</summary>
    private static string Repeated(string values, int count) =>
        count == 1 ? $"Vector128.Create({values}.ToScalar())" : $"Vector128.Create({values}.AsDouble().ToScalar()).AsSingle()";

    private static List<Group> Groups(int count, int lanes) =>
        [.. Enumerable.Range(0, (count + lanes - 1) / lanes).Select(g => new Group(g * lanes, Math.Min(lanes, count - (g * lanes))))];

    /// <summary>Up to a vector's number of consecutive values in one register, zeros above.</summary>
    private sealed record Group(int Start, int Count)
    {
        public string Load(VectorType v, string pointer, long offset = 0)
        {
            string At(int lane) => Pointer.At(pointer, offset + Start + lane);
            return Count == 3 ? $"Vector128.Create({Pointer.Element(At(0))}, {Pointer.Element(At(1))}, {Pointer.Element(At(2))}, 0)"
                : new Piece(v, Count, 0).Load(At(0));
        }

        public void EmitStore(CodeWriter w, VectorType v, string value, string pointer)
        {
            // In pieces as large as can be: who reads two values at once soon after waits for two stores, but not for one.
            w.Line(new Piece(v, Count == 3 ? 2 : Count, 0).Store(value, Pointer.At(pointer, Start)));
            if (Count == 3)
                w.Line($"{Pointer.Element(Pointer.At(pointer, Start + 2))} = {value}.GetElement(2);");
        }
    }
}
