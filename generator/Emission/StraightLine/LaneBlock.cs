using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission.StraightLine;

/// <summary>
/// A block of samples of a tiny network, a sample in each lane: every variable is one neuron of all of them, every weight
/// a broadcast scalar. The sums have the order of <see cref="OneSample"/>, so that a sample's bits do not depend on how it
/// was evaluated.
/// </summary>
internal sealed class LaneBlock(EmitContext context, VectorType v)
{
    // A 128-bit register's lanes: the partial sums of OneSample.
    private readonly int _chains = 128 / 8 / v.Element.Size;

    /// <summary>Reads the inputs at <c>x</c>, transposed, and computes every stage's neurons.</summary>
    public void EmitForward(CodeWriter w)
    {
        for (int k = 0; k < context.Plan.InputSize; k++)
            w.Line($"{v.Name} x{k} = {Column("x", context.Plan.InputSize, k)};");
        string from = "x";
        foreach (Stage stage in context.Plan.Stages)
        {
            w.Line();
            w.Line($"// {stage.Description}");
            for (int o = 0; o < stage.OutputSize; o++)
                EmitNeuron(w, stage, from, o);
            from = Neurons(stage);
        }
    }

    /// <summary>Writes the last stage's neurons to <c>y</c>, row-major.</summary>
    public void EmitOutputs(CodeWriter w)
    {
        Stage last = context.Plan.Stages[context.Plan.Stages.Count - 1];
        if (last.OutputSize == 1)
        {
            w.Line($"{v.Class}.Store({Neuron(last, 0)}, y);");
            return;
        }
        for (int s = 0; s < v.Lanes; s++)
            for (int o = 0; o < last.OutputSize; o++)
                w.Line($"y[{(s * last.OutputSize) + o}] = {Neuron(last, o)}.GetElement({s});");
    }

    /// <summary>
    /// Computes the losses of the block, and adds the gradient of every parameter to its vector of <c>sums</c>, where each
    /// lane collects the samples that passed through it.
    /// </summary>
    /// <param name="w">Where to.</param>
    /// <param name="mask">A variable that switches lanes off, or null.</param>
    /// <param name="isFirst">Whether the sums begin with this block: it stores them and reads none.</param>
    public void EmitBackward(CodeWriter w, string? mask, bool isFirst)
    {
        NetworkPlan plan = context.Plan;
        Stage last = plan.Stages[plan.Stages.Count - 1];

        w.Line();
        w.Line($"// {plan.Loss!.Definition.Describe(plan.Loss.Model)}");
        plan.Loss.Definition.EmitLanes(w, v, plan.Loss.Model, [.. Enumerable.Range(0, last.OutputSize).Select(o => Neuron(last, o))],
            o => context.UsesLabels ? v.Element.IsFloat
                ? $"{v.Class}.ConvertToSingle({v.Class}.Load(t))"
                : $"{v.Class}.Create({string.Join(", ", Enumerable.Range(0, v.Lanes).Select(s => $"({v.Element.Name})t[{Literal.Integer(s)}]"))})"
                : Column("t", last.OutputSize, o));
        for (int o = 0; o < last.OutputSize; o++)
        {
            string d = $"d{last.Name}_{Literal.Integer(o)}";
            string value = $"{v.Create("mean")} * dOutput{Literal.Integer(o)}";
            if (mask is not null)
                value = $"({value}) & {mask}";
            w.Line($"{v.Name} {d} = {(last.Activation is { } a ? a.Backward(v, $"({value})", Saved(last, o)) : value)};");
        }

        for (int i = plan.Stages.Count - 1; i >= 0; i--)
            EmitStageBackward(w, plan.Stages[i], i > 0 ? plan.Stages[i - 1] : null, isFirst);
        w.Line();
        w.Line($"return {v.Class}.Sum(loss{(mask is null ? "" : " & " + mask)});");
    }

    private void EmitNeuron(CodeWriter w, Stage stage, string from, int o)
    {
        ParameterSlice weight = stage.Parameter("weight")!;
        string name = Neuron(stage, o), pre = PreActivation(stage, o);
        int chains = Math.Min(_chains, stage.InputSize);
        for (int k = 0; k < stage.InputSize; k++)
        {
            string chain = $"{pre}_{Literal.Integer(k % chains)}";
            string x = $"{from}{Literal.Integer(k)}", scalar = v.Create($"parameters[{Literal.Integer(weight.Offset + (o * stage.InputSize) + k)}]");
            w.Line(k < chains ? $"{v.Name} {chain} = {x} * {scalar};" : $"{chain} = {v.MultiplyAdd(x, scalar, chain)};");
        }
        string Chain(int c) => $"{pre}_{Literal.Integer(c)}";
        string sum = chains switch
        {
            4 => $"{Chain(0)} + {Chain(2)} + ({Chain(1)} + {Chain(3)})",
            3 => $"{Chain(0)} + {Chain(2)} + {Chain(1)}",
            2 => $"{Chain(0)} + {Chain(1)}",
            _ => Chain(0),
        };
        string bias = stage.Parameter("bias") is { } b ? $" + {v.Create($"parameters[{Literal.Integer(b.Offset + o)}]")}" : "";
        if (stage.Activation is { } activation)
        {
            w.Line($"{v.Name} {pre} = {sum}{bias};");
            w.Line($"{v.Name} {name} = {activation.Value(v, pre)};");
        }
        else
        {
            w.Line($"{v.Name} {name} = {sum}{bias};");
        }
    }

    private void EmitStageBackward(CodeWriter w, Stage stage, Stage? before, bool isFirst)
    {
        int weight = stage.Parameter("weight")!.Offset;
        string from = before is null ? "x" : Neurons(before);
        w.Line();
        w.Line($"// {stage.Description}");
        for (int o = 0; o < stage.OutputSize; o++)
        {
            string d = $"d{stage.Name}_{Literal.Integer(o)}";
            for (int k = 0; k < stage.InputSize; k++)
            {
                string sum = $"sums[{Literal.Integer(weight + (o * stage.InputSize) + k)}]";
                string x = from + Literal.Integer(k);
                w.Line($"{sum} = {(isFirst ? $"{d} * {x}" : v.MultiplyAdd(d, x, sum))};");
            }
            if (stage.Parameter("bias") is { } bias)
                w.Line($"sums[{bias.Offset + o}] {(isFirst ? "=" : "+=")} {d};");
        }
        if (before is null)
            return;
        for (int k = 0; k < stage.InputSize; k++)
        {
            string g = $"d{before.Name}_{Literal.Integer(k)}";
            for (int o = 0; o < stage.OutputSize; o++)
            {
                string d = $"d{stage.Name}_{Literal.Integer(o)}", scalar = v.Create($"parameters[{Literal.Integer(weight + (o * stage.InputSize) + k)}]");
                w.Line(o == 0 ? $"{v.Name} {g} = {d} * {scalar};" : $"{g} = {v.MultiplyAdd(d, scalar, g)};");
            }
            if (before.Activation is { } activation)
                w.Line($"{g} = {activation.Backward(v, g, Saved(before, k))};");
        }
    }

    /// <summary>One value of each sample, from row-major rows.</summary>
    private string Column(string pointer, int stride, int column) => stride == 1
        ? $"{v.Class}.Load({pointer})"
        : $"{v.Class}.Create({string.Join(", ", Enumerable.Range(0, v.Lanes).Select(s => $"{pointer}[{Literal.Integer((s * stride) + column)}]"))})";

    private static string Neurons(Stage stage) => stage.Variable + "_";

    private static string Neuron(Stage stage, int o) => Neurons(stage) + Literal.Integer(o);

    private static string PreActivation(Stage stage, int o) => $"{stage.Variable}Pre_{Literal.Integer(o)}";

    private static string Saved(Stage stage, int o) =>
        stage.Activation!.ReadsInput ? PreActivation(stage, o) : Neuron(stage, o);
}
