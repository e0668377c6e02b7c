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
        int weight = stage.Parameter("weight")!.Offset;
        List<Group> inputs = Groups(stage.InputSize, v.Lanes);
        foreach (Group outputs in Groups(stage.OutputSize, v.Lanes))
        {
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
            string name = $"{stage.Variable}_{Literal.Integer(outputs.Start)}";
            string bias = stage.Parameter("bias") is { } b ? " + " + outputs.Load(v, "parameters", b.Offset) : "";
            w.Line($"{v.Name} {name} = {SumGroup(v, sums)}{bias};");
            if (stage.Activation is { } activation)
                w.Line($"{name} = {activation.Value(v, name)};");
        }
    }

    /// <summary>The horizontal sums of up to a vector's number of vectors, one in each lane.</summary>
    private static string SumGroup(VectorType v, List<string> sums)
    {
        if (v.Element.Size == 4)
            return $"Simd.Sum4({string.Join(", ", sums.Concat(Enumerable.Repeat(v.Zero, v.Lanes - sums.Count)))})";
        return $"Vector128.Create({string.Join(", ", sums.Select(static s => $"Vector128.Sum({s})").Concat(Enumerable.Repeat("0d", v.Lanes - sums.Count)))})";
    }

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
            if (Count == v.Lanes)
            {
                w.Line($"Vector128.Store({value}, {Pointer.At(pointer, Start)});");
                return;
            }
            for (int i = 0; i < Count; i++)
                w.Line($"{pointer}[{Start + i}] = {value}.GetElement({i});");
        }
    }
}
