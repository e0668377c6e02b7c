using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes what is known about the network before it runs: the class's documentation and its <c>Summary</c>.</summary>
internal static class SummaryEmitter
{
    /// <summary>The network as a table, so that hovering over the class in an editor shows it.</summary>
    public static void EmitDocumentation(CodeWriter w, NetworkPlan plan)
    {
        w.Line("/// <summary>");
        w.Line($"/// {plan.Model.Input.ToString()} to {plan.Output.ToString()}, {Literal.Grouped(plan.ParameterCount)} parameters, {Literal.Grouped(plan.MultiplyAdds)} multiply-adds a sample{(plan.Loss is { } loss ? ", " + loss.Definition.Describe(loss.Model) : "")}.");
        w.Line("/// <code>");
        foreach (string line in Table(plan))
            w.Line("/// " + line);
        w.Line("/// </code>");
        w.Line("/// </summary>");
    }

    /// <summary>The property <c>Summary</c>.</summary>
    public static void EmitProperty(CodeWriter w, NetworkPlan plan)
    {
        w.Line("/// <summary>The layers, their output shapes, parameters and multiply-adds; <c>ToString()</c> is a table.</summary>");
        w.Line("public static global::Netsmith.NetworkSummary Summary { get; } = new(");
        w.Line($"    \"{plan.Model.Declaration.Name.TrimStart('@')}\", {Shape(plan.Model.Input.Dimensions)},");
        w.Line("    [");
        foreach (PlannedLayer layer in plan.Layers)
        {
            string parameters = Literal.Integer(layer.Parameters.Sum(static p => p.Length));
            w.Line($"        new({layer.Index}, \"{layer.Model.Kind}\", \"{layer.Description}\", {Shape(layer.Output.Dimensions)}, {parameters}, {Literal.Integer(layer.MultiplyAdds)}L),");
        }
        w.Line("    ],");
        w.Line("    [");
        foreach (ParameterSlice p in plan.Parameters)
            w.Line($"        new(\"{p.FullName}\", {Shape(p.Shape)}, {p.Offset}),");
        w.Line("    ],");
        w.Line(plan.Loss is { } loss ? $"    \"{loss.Definition.Describe(loss.Model)}\");" : "    null);");
        w.Line();
    }

    private static string Shape(IEnumerable<int> dimensions) => "[" + string.Join(", ", dimensions.Select(static d => Literal.Integer(d))) + "]";

    /// <summary>The table's lines, columns aligned.</summary>
    public static IEnumerable<string> Table(NetworkPlan plan)
    {
        var rows = new List<string[]> { new[] { "Layer", "Output", "Parameters", "Multiply-adds" } };
        rows.AddRange(plan.Layers.Select(static l => new[]
        {
            l.Description,
            l.Output.ToString(),
            Literal.Grouped(l.Parameters.Sum(static p => p.Length)),
            Literal.Grouped(l.MultiplyAdds),
        }));
        int[] widths = [.. Enumerable.Range(0, 4).Select(c => rows.Max(r => r[c].Length))];
        return rows.Select(r => $"{r[0].PadRight(widths[0])}  {r[1].PadRight(widths[1])}  {r[2].PadLeft(widths[2])}  {r[3].PadLeft(widths[3])}");
    }
}
