using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes sizes, the parameters and the constructors.</summary>
internal static class StateEmitter
{
    public static void Emit(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        w.Line("/// <summary>Values of one input sample.</summary>");
        w.Line($"public const int InputSize = {plan.InputSize};");
        w.Line();
        w.Line("/// <summary>Values of one output sample.</summary>");
        w.Line($"public const int OutputSize = {plan.OutputSize};");
        w.Line();
        w.Line("/// <summary>Learned values.</summary>");
        w.Line($"public const int ParameterCount = {plan.ParameterCount};");
        w.Line();
        w.Line($"private readonly global::Netsmith.CompilerServices.AlignedBuffer<{context.T}> _parameters = new(ParameterCount);");
        if (context.HasDropout)
            w.Line("private readonly ulong _dropoutSeed;");
        if (plan.SkipsZeros)
        {
            Stage first = plan.InferenceStages.First();
            w.Line();
            w.Line("// The first layer's weight, transposed to [in, out], each row on cache lines of its own.");
            w.Line($"private readonly global::Netsmith.CompilerServices.AlignedBuffer<{context.T}> _columns = new({first.InputSize * SparseColumns.Stride(first)});");
            w.Line("private volatile bool _columnsAreStale = true;");
        }
        w.Line();
        if (context.IsFloat)
        {
            EmitConstructors(w, context);
            SummaryEmitter.EmitProperty(w, plan);
        }
        w.Line("/// <summary>All learned values, in the order and layout of PyTorch's state dict: each layer's weight [out, in], then its bias.</summary>");
        if (plan.SkipsZeros)
        {
            using (w.Block($"public global::System.Span<{context.T}> Parameters"))
            using (w.Block("get"))
            {
                w.Line("_columnsAreStale = true;");
                w.Line("return _parameters.Span;");
            }
        }
        else
        {
            w.Line($"public global::System.Span<{context.T}> Parameters => _parameters.Span;");
        }
        w.Line();
        if (context.IsFloat)
            EmitGetParameter(w, plan);
    }

    private static void EmitConstructors(CodeWriter w, EmitContext context)
    {
        NetworkPlan plan = context.Plan;
        string name = context.Name;
        w.Line("/// <summary>A network with fresh parameters, always the same ones: as with seed 0.</summary>");
        using (w.Block($"public {name}() : this(0)"))
        {
        }
        w.Line();
        w.Line("/// <summary>A network with fresh parameters.</summary>");
        w.Line("/// <param name=\"seed\">Equal seeds give equal parameters.</param>");
        using (w.Block($"public {name}(ulong seed)"))
        {
            if (context.HasDropout)
                w.Line("_dropoutSeed = seed;");
            var statements = plan.Stages
                .Select(stage => stage.Definition.Initialize(stage, parameter => Slice(stage.Parameter(parameter)!)))
                .Where(static statement => statement is not null).ToList();
            if (statements.Count > 0)
            {
                w.Line("global::Netsmith.Rng random = new(seed);");
                w.Line("global::System.Span<float> parameters = _parameters.Span;");
                foreach (string? statement in statements)
                    w.Line(statement!);
            }
        }
        w.Line();
    }

    private static void EmitGetParameter(CodeWriter w, NetworkPlan plan)
    {
        w.Line("/// <summary>One learned tensor, row-major.</summary>");
        w.Line("/// <param name=\"name\">Its name in the state dict: the layer's index among the attributes, and what it is: <c>\"0.weight\"</c>.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentException\">There is no such parameter; the message lists those there are.</exception>");
        using (w.Block("public global::System.Span<float> GetParameter(string name)"))
        {
            w.Line("global::System.Span<float> parameters = Parameters;");
            string known = string.Join(", ", plan.Parameters.Select(static p => p.FullName));
            using (w.Block("return name switch", "};"))
            {
                foreach (ParameterSlice p in plan.Parameters)
                    w.Line($"\"{p.FullName}\" => {Slice(p)}, // {new Model.TensorShape(new(p.Shape)).ToString()}");
                w.Line($"_ => throw new global::System.ArgumentException(\n    $\"There is no parameter '{{name}}'; expected one of: {known}.\", nameof(name)),");
            }
        }
        w.Line();
    }

    private static string Slice(ParameterSlice p) => $"parameters.Slice({Literal.Integer(p.Offset)}, {Literal.Integer(p.Length)})";
}
