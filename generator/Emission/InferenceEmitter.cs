using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes <c>Forward</c>, <c>Classify</c> and the <c>Predict</c> that fits what the outputs mean.</summary>
internal static class InferenceEmitter
{
    private const string Span = "global::System.Span", ReadOnlySpan = "global::System.ReadOnlySpan", Check = "global::Netsmith.CompilerServices.Check";

    public static void Emit(CodeWriter w, EmitContext context)
    {
        EmitForwardOne(w, context);
        EmitForwardBatch(w, context);
        if (context.Plan.SkipsZeros)
            EmitRefreshColumns(w, context.Plan);
        if (context.IsFloat)
        {
            EmitForwardOnThreads(w, context);
            EmitPredict(w, context);
            w.Line($"global::Netsmith.NetworkSummary global::Netsmith.CompilerServices.INetwork.Summary => Summary;");
            w.Line();
        }
    }

    private static void EmitForwardOne(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>Evaluates one sample. Allocates nothing; any number of threads may call it.</summary>");
        w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
        w.Line($"/// <param name=\"output\">Receives {Literal.Count(context.Plan.OutputSize, "raw output")}.</param>");
        SkipLocalsInit(w, context);
        using (w.Block($"public unsafe void Forward({ReadOnlySpan}<{context.T}> input, {Span}<{context.T}> output)"))
        {
            w.Line($"{Check}.Length(input.Length, InputSize, nameof(input));");
            w.Line($"{Check}.Length(output.Length, OutputSize, nameof(output));");
            if (context.Plan.SkipsZeros)
            {
                w.Line("if (_columnsAreStale)");
                w.Line("    RefreshColumns();");
            }
            EmitScratch(w, context, "1", scratch =>
            {
                if (context.Plan.SkipsZeros)
                {
                    using (w.Indent($"fixed ({context.T}* p = _parameters.Span, c = _columns.Span, x = input, y = output)"))
                        w.Line($"{context.Kernels}.ForwardSparse(p, c, x, y, {scratch});");
                    return;
                }
                string call = context.IsStraightLine ? "ForwardOne(p, x, y)" : $"Forward(p, x, y, {scratch}, 1)";
                using (w.Indent($"fixed ({context.T}* p = _parameters.Span, x = input, y = output)"))
                    w.Line($"{context.Kernels}.{call};");
            });
        }
        w.Line();
    }

    private static void EmitRefreshColumns(CodeWriter w, NetworkPlan plan)
    {
        Stage first = plan.InferenceStages.First();
        w.Line("/// <summary>Transposes the first layer's weight anew. Of several threads that find it stale, one does so and the others wait.</summary>");
        using (w.Block("private void RefreshColumns()"))
        using (w.Block("lock (_columns)"))
        {
            w.Line("if (!_columnsAreStale)");
            w.Line("    return;");
            w.Line($"global::Netsmith.CompilerServices.Matrix.Transpose(\n    _parameters.Span.Slice({first.Parameter("weight")!.Offset}, {first.InputSize * first.OutputSize}), _columns.Span, {first.OutputSize}, {first.InputSize}, {SparseColumns.Stride(first)});");
            w.Line("_columnsAreStale = false;");
        }
        w.Line();
    }

    private static void EmitForwardBatch(CodeWriter w, EmitContext context)
    {
        InferenceScratch scratch = context.Scratch;
        w.Line("/// <summary>Evaluates a batch. Allocates nothing; any number of threads may call it.</summary>");
        w.Line($"/// <param name=\"inputs\">[batchSize, {context.Plan.InputSize}], row-major.</param>");
        w.Line($"/// <param name=\"outputs\">Receives [batchSize, {context.Plan.OutputSize}] raw outputs.</param>");
        w.Line("/// <param name=\"batchSize\">Number of samples.</param>");
        SkipLocalsInit(w, context);
        using (w.Block($"public unsafe void Forward({ReadOnlySpan}<{context.T}> inputs, {Span}<{context.T}> outputs, int batchSize)"))
        {
            w.Line($"{Check}.BatchSize(batchSize);");
            w.Line($"{Check}.BatchLength(inputs.Length, batchSize, InputSize, nameof(inputs));");
            w.Line($"{Check}.BatchLength(outputs.Length, batchSize, OutputSize, nameof(outputs));");
            if (scratch.PerSample == 0)
            {
                using (w.Indent($"fixed ({context.T}* p = _parameters.Span, x = inputs, y = outputs)"))
                    w.Line($"{context.Kernels}.Forward(p, x, y, null, batchSize);");
            }
            else
            {
                w.Line($"const int ChunkSize = {scratch.ChunkSize}; // as many samples as keep their hidden activations on the stack");
                EmitScratch(w, context, "ChunkSize", pointer =>
                {
                    using (w.Block($"fixed ({context.T}* p = _parameters.Span, x = inputs, y = outputs)"))
                    using (w.Block("for (int start = 0; start < batchSize; start += ChunkSize)"))
                    {
                        w.Line("int count = global::System.Math.Min(ChunkSize, batchSize - start);");
                        w.Line($"{context.Kernels}.Forward(p, x + (nint)start * InputSize, y + (nint)start * OutputSize, {pointer}, count);");
                    }
                });
            }
        }
        w.Line();
    }

    private static void EmitForwardOnThreads(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>");
        w.Line("/// Evaluates a batch on several threads; the outputs have the same bits for any number of them. A batch too small to share stays");
        w.Line("/// on the caller's.");
        w.Line("/// </summary>");
        w.Line($"/// <param name=\"inputs\">[batchSize, {context.Plan.InputSize}], row-major.</param>");
        w.Line($"/// <param name=\"outputs\">Receives [batchSize, {context.Plan.OutputSize}] raw outputs.</param>");
        w.Line("/// <param name=\"batchSize\">Number of samples.</param>");
        w.Line("/// <param name=\"threads\">Number of threads at most, the caller's included; at least 1. They sleep between calls.</param>");
        using (w.Block($"public void Forward({ReadOnlySpan}<float> inputs, {Span}<float> outputs, int batchSize, int threads)"))
            w.Line("global::Netsmith.CompilerServices.ParallelForward.Run(this, inputs, outputs, batchSize, threads);");
        w.Line();
    }

    /// <summary>A block for hidden activations, 64-byte aligned: on the stack, or rented where one sample is too large for that.</summary>
    private static void EmitScratch(CodeWriter w, EmitContext context, string samples, Action<string> body)
    {
        InferenceScratch scratch = context.Scratch;
        string t = context.T;
        if (scratch.PerSample == 0)
        {
            body("null");
            return;
        }
        string size = $"{Literal.Integer(scratch.PerSample)}{(samples == "1" ? "" : " * " + samples)} + 16";
        if (!scratch.IsRented)
        {
            w.Line($"{t}* block = stackalloc {t}[{size}]; // 16 more than needed, to begin on a cache line");
            w.Line($"{t}* scratch = ({t}*)(((nint)block + 63) & ~63);");
            body("scratch");
            return;
        }
        w.Line($"{t}[] rented = global::System.Buffers.ArrayPool<{t}>.Shared.Rent({size}); // 16 more than needed, to begin on a cache line");
        using (w.Block($"fixed ({t}* block = rented)"))
        {
            w.Line($"{t}* scratch = ({t}*)(((nint)block + 63) & ~63);");
            body("scratch");
        }
        w.Line($"global::System.Buffers.ArrayPool<{t}>.Shared.Return(rented);");
    }

    /// <summary>Clearing the scratch block first would cost more than a small network.</summary>
    private static void SkipLocalsInit(CodeWriter w, EmitContext context)
    {
        if (context.Scratch.PerSample > 0)
            w.Line("[global::System.Runtime.CompilerServices.SkipLocalsInit]");
    }

    private static void EmitPredict(CodeWriter w, EmitContext context)
    {
        int outputs = context.Plan.OutputSize;
        switch (context.Meaning)
        {
            case OutputMeaning.Classes:
            case OutputMeaning.Distribution:
            case OutputMeaning.ClassProbabilities:
                EmitClassify(w, context);
                w.Line("/// <summary>The likeliest class of one sample, its probability, and the probabilities of all classes.</summary>");
                w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
                w.Line($"/// <param name=\"probabilities\">Receives {outputs} probabilities.</param>");
                using (w.Block($"public unsafe global::Netsmith.Prediction Predict({ReadOnlySpan}<float> input, {Span}<float> probabilities)"))
                {
                    w.Line("Forward(input, probabilities);");
                    if (context.Meaning == OutputMeaning.ClassProbabilities)
                    {
                        w.Line("int best = global::Netsmith.CompilerServices.Outputs.IndexOfMax(probabilities);");
                    }
                    else
                    {
                        w.Line("int best;");
                        using (w.Indent($"fixed (float* y = probabilities)"))
                            w.Line($"best = {context.Kernels}.Probabilities(y, y);");
                    }
                    w.Line("return new global::Netsmith.Prediction(best, probabilities[best]);");
                }
                w.Line();
                EmitShortPredict(w, context);
                break;
            case OutputMeaning.Logits or OutputMeaning.Probabilities when outputs == 1:
            case OutputMeaning.Probability:
                w.Line("/// <summary>The probability that one sample belongs to the positive class.</summary>");
                w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
                using (w.Block($"public {(context.Meaning == OutputMeaning.Logits ? "unsafe " : "")}float Predict({ReadOnlySpan}<float> input)"))
                {
                    w.Line("float output = 0;");
                    w.Line($"Forward(input, new {Span}<float>(ref output));");
                    if (context.Meaning == OutputMeaning.Logits)
                        w.Line($"{context.Kernels}.Probabilities(&output, &output, 1);");
                    w.Line("return output;");
                }
                w.Line();
                break;
            default:
                w.Line($"/// <summary>The {(context.Meaning == OutputMeaning.Values ? "values" : "probabilities")} the network gives for one sample.</summary>");
                w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
                w.Line($"/// <param name=\"output\">Receives {Literal.Count(outputs, "value")}.</param>");
                using (w.Block($"public {(context.Meaning == OutputMeaning.Logits ? "unsafe " : "")}void Predict({ReadOnlySpan}<float> input, {Span}<float> output)"))
                {
                    w.Line("Forward(input, output);");
                    if (context.Meaning == OutputMeaning.Logits)
                    {
                        using (w.Indent($"fixed (float* y = output)"))
                            w.Line($"{context.Kernels}.Probabilities(y, y, OutputSize);");
                    }
                }
                w.Line();
                break;
        }
    }

    private static void EmitClassify(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>The likeliest class of one sample.</summary>");
        w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
        using (w.Block($"public int Classify({ReadOnlySpan}<float> input)"))
            EmitOutputs(w, context, "Forward(input, outputs);", "int best = global::Netsmith.CompilerServices.Outputs.IndexOfMax(outputs);", "best");
        w.Line();
    }

    private static void EmitShortPredict(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>The likeliest class of one sample and its probability.</summary>");
        w.Line($"/// <param name=\"input\">{Literal.Count(context.Plan.InputSize, "value")}.</param>");
        using (w.Block($"public global::Netsmith.Prediction Predict({ReadOnlySpan}<float> input)"))
            EmitOutputs(w, context, "global::Netsmith.Prediction best = Predict(input, outputs);", "", "best");
        w.Line();
    }

    /// <summary>Statements with room for the outputs in <c>outputs</c>: on the stack, or rented where they are many.</summary>
    private static void EmitOutputs(CodeWriter w, EmitContext context, string first, string second, string result)
    {
        bool rented = context.Plan.OutputSize > InferenceScratch.MaxOnStack;
        if (rented)
        {
            w.Line("float[] rented = global::System.Buffers.ArrayPool<float>.Shared.Rent(OutputSize);");
            w.Line($"{Span}<float> outputs = new(rented, 0, OutputSize);");
        }
        else
        {
            w.Line($"{Span}<float> outputs = stackalloc float[OutputSize];");
        }
        w.Line(first);
        if (second.Length > 0)
            w.Line(second);
        if (rented)
            w.Line("global::System.Buffers.ArrayPool<float>.Shared.Return(rented);");
        w.Line($"return {result};");
    }
}
