using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes <c>Fit</c>, <c>Evaluate</c> and the nested class <c>Trainer</c>.</summary>
internal static class TrainingEmitter
{
    private const string Span = "global::System.Span", ReadOnlySpan = "global::System.ReadOnlySpan", Services = "global::Netsmith.CompilerServices";

    /// <summary>The phases of a step that threads share; the first only where they share the first layer's outputs.</summary>
    private const string FirstLayer = "FirstLayerPhase", Samples = "SamplesPhase", Gradients = "GradientsPhase";

    public static void Emit(CodeWriter w, EmitContext context)
    {
        if (context.IsFloat)
            EmitFit(w, context);
        EmitTrainer(w, context);
    }

    private static void EmitFit(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>Trains the network.</summary>");
        w.Line("/// <param name=\"training\">The samples to learn from.</param>");
        w.Line("/// <param name=\"options\">Optimizer, batch size, epochs and what else can be chosen.</param>");
        w.Line("/// <returns>What happened in each epoch.</returns>");
        using (w.Block("public global::Netsmith.TrainingHistory Fit(global::Netsmith.Dataset training, global::Netsmith.TrainingOptions options)"))
            w.Line($"return {Services}.TrainingLoop.Fit(this, training, options);");
        w.Line();
        w.Line("/// <summary>The loss on a data set and, where the outputs are classes, accuracy and confusion matrix.</summary>");
        w.Line("/// <param name=\"data\">The samples to predict.</param>");
        using (w.Block("public global::Netsmith.Evaluation Evaluate(global::Netsmith.Dataset data)"))
            w.Line($"return {Services}.TrainingLoop.Evaluate(this, data);");
        w.Line();
        w.Line("/// <summary>A trainer for loops of your own. It owns the activations and gradients of a step.</summary>");
        w.Line("/// <param name=\"maxBatchSize\">Samples of the largest batch.</param>");
        w.Line("/// <param name=\"optimizer\">What makes updates of gradients; it keeps its state for this network's parameters.</param>");
        using (w.Block("public Trainer CreateTrainer(int maxBatchSize, global::Netsmith.Optimizer optimizer)"))
            w.Line("return new Trainer(this, maxBatchSize, optimizer);");
        w.Line();
        w.Line($"{Services}.OutputKind {Services}.ITrainableNetwork.OutputKind =>\n    {Services}.OutputKind.{context.Meaning.ToString()};");
        w.Line();
        w.Line($"{Services}.ITrainer {Services}.ITrainableNetwork.CreateTrainer(\n    int maxBatchSize, global::Netsmith.Optimizer optimizer) =>\n    CreateTrainer(maxBatchSize, optimizer);");
        w.Line();
        using (w.Block($"unsafe float {Services}.ITrainableNetwork.Loss(\n    {ReadOnlySpan}<float> outputs, {ReadOnlySpan}<int> labels, {ReadOnlySpan}<float> targets, int batchSize)"))
        {
            w.Line($"{Services}.Check.BatchSize(batchSize);");
            w.Line($"{Services}.Check.BatchLength(outputs.Length, batchSize, OutputSize, nameof(outputs));");
            EmitTargetChecks(w, context);
            w.Line("fixed (float* y = outputs)");
            using (w.Indent($"fixed ({context.TargetType}* t = {context.TargetName})"))
                w.Line($"return {context.Kernels}.Loss(y, t, null{context.LossSink.Argument("null")}, batchSize, {Mean(context, "batchSize")});");
        }
        w.Line();
    }

    private static void EmitTrainer(CodeWriter w, EmitContext context)
    {
        string t = context.T, buffer = $"{Services}.AlignedBuffer<{t}>";
        w.Line("/// <summary>Runs training steps on a network: forward pass, loss, backward pass and update, without allocating.</summary>");
        w.Line($"[global::System.CodeDom.Compiler.GeneratedCode(\"Netsmith\", \"{NetworkEmitter.Version}\")]");
        using (w.Block($"public sealed unsafe class Trainer{(!context.IsFloat ? "" : $" : {Services}.ITrainer" + (context.IsStraightLine ? "" : $", {Services}.IParallelWork"))}"))
        {
            if (!context.IsStraightLine)
                w.Line($"private const int {(context.Plan.Stages[0].SharesOutputs ? FirstLayer + " = 0, " : "")}{Samples} = 1, {Gradients} = 2;\n");
            w.Line($"private readonly {context.Name} _network;");
            if (context.IsFloat)
                w.Line("private readonly global::Netsmith.Optimizer _optimizer;");
            w.Line("private readonly int _maxBatchSize;");
            if (!context.IsStraightLine)
                w.Line("private readonly nint _capacity; // samples each buffer has room for");
            w.Line($"private readonly {buffer} _buffers;");
            w.Line($"private readonly {buffer} _gradients = new(ParameterCount);");
            if (!context.IsStraightLine)
                w.Line($"private readonly {buffer} _losses; // of each block of {EmitContext.LossBlock} samples");
            w.Line("private int _batchSize; // of the last step");
            if (!context.IsStraightLine)
                EmitStepFields(w, context);
            w.Line();
            EmitConstructor(w, context, buffer);
            EmitSpans(w, context);
            if (context.IsFloat)
                EmitStep(w, context);
            EmitComputeGradients(w, context);
            if (context.IsFloat)
                WeightedGradientsEmitter.Emit(w, context);
            EmitRun(w, context);
        }
        w.Line();
    }

    /// <summary>What the parts of a step share.</summary>
    private static void EmitStepFields(CodeWriter w, EmitContext context)
    {
        string t = context.T;
        if (context.IsFloat)
        {
            w.Line($"private {Services}.WorkerPool? _workers;");
            w.Line("private nint _inputStride; // from one thread's copy of the inputs to the next one's; 0 where there is one for all");
        }
        w.Line();
        w.Line("// What the parts of a step share.");
        w.Line($"private {t}* _x;");
        w.Line($"private {context.TargetType}* _t;");
        w.Line($"private {t}* _target;");
        w.Line($"private {t} _scale;");
        w.Line("private bool _accumulate;");
        w.Line($"private {t}* _weights; // of the samples; null where all count the same");
        w.Line($"private {t} _mean; // what makes a mean of a sum over the samples");
        if (context.HasDropout)
            w.Line("private ulong _dropoutSeed, _step, _dropoutKey;");
    }

    private static void EmitConstructor(CodeWriter w, EmitContext context, string buffer)
    {
        string optimizer = context.IsFloat ? ", global::Netsmith.Optimizer optimizer" : "";
        using (w.Block($"internal Trainer({context.Name} network, int maxBatchSize{optimizer})"))
        {
            w.Line($"{Services}.Check.BatchSize(maxBatchSize, nameof(maxBatchSize));");
            if (context.IsFloat)
                w.Line("global::System.ArgumentNullException.ThrowIfNull(optimizer);");
            w.Line("_network = network;");
            if (context.IsFloat)
            {
                w.Line("_optimizer = optimizer;");
                w.Line("optimizer.Initialize(ParameterCount);");
            }
            if (context.HasDropout)
                w.Line("_dropoutSeed = network._dropoutSeed;");
            w.Line("_maxBatchSize = maxBatchSize;");
            if (context.IsStraightLine)
            {
                w.Line($"_buffers = new {buffer}(checked({Pointer.Row("maxBatchSize", context.Buffers.PerSample)}));");
                return;
            }
            w.Line("_capacity = (maxBatchSize + 15) / 16 * 16; // keeps every buffer on a cache line of its own");
            w.Line($"_buffers = new {buffer}(checked((int)({Pointer.Row("_capacity", context.Buffers.PerSample)})));");
            w.Line($"_losses = new {buffer}((int)_capacity / {EmitContext.LossBlock});");
        }
        w.Line();
    }

    private static void EmitSpans(CodeWriter w, EmitContext context)
    {
        string t = context.T;
        w.Line("/// <summary>");
        w.Line("/// The gradients of the last <see cref=\"ComputeGradients\"/>, or of the last step of an optimizer other than plain SGD, in the");
        w.Line("/// order of <see cref=\"Parameters\"/>.");
        w.Line("/// </summary>");
        w.Line($"public {Span}<{t}> Gradients => _gradients.Span;");
        w.Line();
        Stage last = context.Plan.Stages[context.Plan.Stages.Count - 1];
        w.Line("/// <summary>The raw outputs of the last step's forward pass, [batch, OutputSize].</summary>");
        w.Line($"public {ReadOnlySpan}<{t}> Outputs => {Slice(context, last.Variable, "OutputSize")};");
        w.Line();
        if (context.Plan.Model.InputGradient)
        {
            w.Line("/// <summary>The gradient of the last step's mean loss with respect to its inputs, [batch, InputSize].</summary>");
            w.Line($"public {Span}<{t}> InputGradients => {Slice(context, TrainingBuffers.InputGradient, "InputSize")};");
            w.Line();
        }
    }

    private static string Slice(EmitContext context, string name, string size)
    {
        foreach (TrainingBuffer buffer in context.Buffers.All)
            if (buffer.Name == name)
                return buffer.Offset == 0
                    ? $"_buffers.Span.Slice(0, _batchSize * {size})"
                    : $"_buffers.Span.Slice({Pointer.Row("(int)_capacity", buffer.Offset)}, _batchSize * {size})";
        throw new System.ArgumentException(name);
    }

    private static void EmitStep(CodeWriter w, EmitContext context)
    {
        string targets = $"{ReadOnlySpan}<{context.TargetType}> {context.TargetName}";
        w.Line("/// <summary>One training step.</summary>");
        EmitParameterDocs(w, context);
        w.Line("/// <returns>The mean loss before the update.</returns>");
        using (w.Block($"public float Step({ReadOnlySpan}<float> inputs, {targets})"))
        {
            EmitPinned(w, context, () =>
            {
                w.Line("float loss;");
                using (w.Block("if (_optimizer is global::Netsmith.Sgd { IsPlain: true } sgd)"))
                {
                    w.Line("// The update is fused into the gradient's last addition: parameters += -rate * gradient.");
                    w.Line("loss = Run(x, t, _network._parameters.Pointer, -sgd.LearningRate, true);");
                    w.Line("sgd.CountFusedStep();");
                }
                using (w.Block("else"))
                {
                    w.Line("loss = Run(x, t, _gradients.Pointer, 1, false);");
                    w.Line("if (float.IsFinite(loss))");
                    w.Line("    _optimizer.Step(_network._parameters.Span, _gradients.Span);");
                }
                if (context.Plan.SkipsZeros)
                    w.Line("_network._columnsAreStale = true;");
                w.Line("global::System.GC.KeepAlive(this);");
                w.Line("return loss;");
            });
        }
        w.Line();
        w.Line(context.IsStraightLine
            ? $"// A step is shorter than sharing it would take.\n{Services}.WorkerPool? {Services}.ITrainer.Workers {{ set {{ }} }}"
            : $"{Services}.WorkerPool? {Services}.ITrainer.Workers {{ set => _workers = value; }}");
        w.Line();
        w.Line($"bool {Services}.ITrainer.ReadsAllInputs => {(context.Plan.Stages[0].SharesOutputs ? "true" : "false")};");
        w.Line();
        w.Line($"nint {Services}.ITrainer.InputStride {{ set {(context.IsStraightLine ? "{ }" : "=> _inputStride = value;")} }}");
        w.Line();
        w.Line($"float {Services}.ITrainer.Step(\n    {ReadOnlySpan}<float> inputs, {ReadOnlySpan}<int> labels, {ReadOnlySpan}<float> targets, int batchSize) =>\n    Step(inputs, {context.TargetName});");
        w.Line();
    }

    private static void EmitComputeGradients(CodeWriter w, EmitContext context)
    {
        string targets = $"{ReadOnlySpan}<{context.TargetType}> {context.TargetName}";
        w.Line("/// <summary>Forward and backward pass of a training step, without the update: fills <see cref=\"Gradients\"/>.</summary>");
        EmitParameterDocs(w, context);
        w.Line("/// <returns>The mean loss.</returns>");
        using (w.Block($"public {context.T} ComputeGradients({ReadOnlySpan}<{context.T}> inputs, {targets})"))
        {
            EmitPinned(w, context, () =>
            {
                w.Line($"{context.T} loss = Run(x, t, _gradients.Pointer, 1, false);");
                w.Line("global::System.GC.KeepAlive(this);");
                w.Line("return loss;");
            });
        }
        w.Line();
    }

    /// <summary>The computation of a step, which writes gradients or adds them to the parameters.</summary>
    private static void EmitRun(CodeWriter w, EmitContext context)
    {
        string t = context.T;
        string weights = context.IsStraightLine ? "" : $", {t}* weights = null, {t} totalWeight = 0";
        w.Line(context.IsStraightLine
            ? "/// <summary>Forward and backward pass; target receives the gradients, or scale times them is added to it. Returns the mean loss.</summary>"
            : "/// <summary>A step's phases one after the other, shared among threads where that pays. Returns the mean loss.</summary>");
        using (w.Block($"private {t} Run({t}* x, {context.TargetType}* t, {t}* target, {t} scale, bool accumulate{weights})"))
        {
            if (context.IsStraightLine)
            {
                w.Line($"return {context.Kernels}.Step(\n    _network._parameters.Pointer, x, t, _buffers.Pointer, target, _batchSize, scale, accumulate);");
                return;
            }
            w.Line("_x = x;");
            w.Line("_t = t;");
            w.Line("_target = target;");
            w.Line("_scale = scale;");
            w.Line("_accumulate = accumulate;");
            w.Line("_weights = weights;");
            w.Line($"_mean = weights == null ? {Mean(context, "_batchSize")} : totalWeight > 0 ? 1 / {(context.IsMeanOfSamples ? "totalWeight" : "(totalWeight * OutputSize)")} : 0;");
            if (context.HasDropout)
            {
                w.Line("// Every step and layer draws its own mask, and the same one in every run.");
                w.Line("_dropoutKey = unchecked((_dropoutSeed * 0x9E3779B97F4A7C15UL) + (_step++ << 16));");
            }
            if (context.IsFloat)
                w.Line($"bool isShared = _workers is not null && (long)_batchSize * {Literal.Integer(context.Plan.MultiplyAdds)} >= {Services}.WorkerPool.MinMultiplyAdds;");
            if (context.Plan.Stages[0].SharesOutputs)
                EmitPhase(w, context, FirstLayer);
            EmitPhase(w, context, Samples);
            w.Line($"{t} loss = 0;");
            w.Line($"for (int block = 0; block * {EmitContext.LossBlock} < _batchSize; block++)");
            w.Line("    loss += _losses.Pointer[block];");
            w.Line($"if (accumulate && !{t}.IsFinite(loss))");
            w.Line("    return loss; // Nothing can be learned from it: the parameters stay.");
            EmitPhase(w, context, Gradients);
            w.Line("return loss;");
        }
        if (!context.IsStraightLine)
            EmitRunParts(w, context);
    }

    private static void EmitPhase(CodeWriter w, EmitContext context, string phase)
    {
        string alone = $"RunParts({phase}, _x, 0, 1, 1);";
        if (!context.IsFloat)
        {
            w.Line(alone);
            return;
        }
        w.Line("if (isShared)");
        w.Line($"    _workers!.Run(this, {phase});");
        w.Line("else");
        w.Line("    " + alone);
    }

    private static void EmitRunParts(CodeWriter w, EmitContext context)
    {
        w.Line();
        bool sharesOutputs = context.Plan.Stages[0].SharesOutputs;
        w.Line("/// <summary>");
        w.Line($"/// The parts of a step's phase from part up to end: {(sharesOutputs ? "the first layer, some outputs of all samples; then" : "first")}");
        w.Line("/// every sample by itself; then the sums over the samples.");
        w.Line("/// </summary>");
        using (w.Block($"private void RunParts(int phase, {context.T}* x, int part, int end, int parts)"))
        {
            if (sharesOutputs)
            {
                using (w.Block($"if (phase == {FirstLayer})"))
                    w.Line($"{context.Kernels}.FirstLayer(\n    _network._parameters.Pointer, x, _buffers.Pointer, _capacity, _batchSize, part, end, parts);");
            }
            using (w.Block($"{(sharesOutputs ? "else " : "")}if (phase == {Samples})"))
            {
                w.Line($"long blocks = (_batchSize + {EmitContext.LossBlock - 1}) / {EmitContext.LossBlock};");
                w.Line($"int first = (int)(blocks * part / parts * {EmitContext.LossBlock}), last = (int)global::System.Math.Min(_batchSize, blocks * end / parts * {EmitContext.LossBlock});");
                using (w.Block("if (last > first)"))
                {
                    w.Line($"{context.Kernels}.TrainingPass(");
                    w.Line("    _network._parameters.Pointer, x, _t, _buffers.Pointer, _capacity, _losses.Pointer, _mean, _weights,");
                    w.Line($"    first, last - first{(context.HasDropout ? ", _dropoutKey" : "")});");
                }
            }
            using (w.Block("else"))
                w.Line($"{context.Kernels}.ParameterGradients(\n    x, _buffers.Pointer, _capacity, _target, _batchSize, _scale, _accumulate, part, end, parts);");
        }
        if (!context.IsFloat)
            return;
        w.Line();
        w.Line($"void {Services}.IParallelWork.Run(int phase, int thread, int part, int end, int parts) =>\n    RunParts(phase, _x + (thread * _inputStride), part, end, parts);");
    }

    /// <summary>The factor that makes a mean of a batch's sum.</summary>
    private static string Mean(EmitContext context, string batchSize) =>
        $"1 / ({context.T}){(context.IsMeanOfSamples ? batchSize : $"((long){batchSize} * OutputSize)")}";

    /// <summary>Checks the arguments, sets <c>_batchSize</c>, and runs the body with the inputs at <c>x</c> and the targets at <c>t</c>.</summary>
    internal static void EmitPinned(CodeWriter w, EmitContext context, System.Action body)
    {
        w.Line("int batchSize = inputs.Length / InputSize;");
        w.Line($"{Services}.Check.BatchSize(batchSize, _maxBatchSize, nameof(inputs));");
        w.Line($"{Services}.Check.BatchLength(inputs.Length, batchSize, InputSize, nameof(inputs));");
        EmitTargetChecks(w, context);
        w.Line("_batchSize = batchSize;");
        w.Line($"fixed ({context.T}* x = inputs)");
        using (w.Block($"fixed ({context.TargetType}* t = {context.TargetName})"))
            body();
    }

    private static void EmitTargetChecks(CodeWriter w, EmitContext context)
    {
        string name = context.TargetName;
        if (context.UsesLabels)
        {
            w.Line($"{Services}.Check.Length({name}.Length, batchSize, nameof({name}));");
            w.Line($"{Services}.Check.Labels({name}, OutputSize);");
        }
        else
        {
            w.Line($"{Services}.Check.BatchLength({name}.Length, batchSize, OutputSize, nameof({name}));");
        }
    }

    private static void EmitParameterDocs(CodeWriter w, EmitContext context)
    {
        w.Line($"/// <param name=\"inputs\">[batch, {context.Plan.InputSize}], row-major.</param>");
        w.Line(context.UsesLabels
            ? $"/// <param name=\"labels\">A class from 0 to {Literal.Integer(context.Plan.OutputSize - 1)} for each sample.</param>"
            : $"/// <param name=\"targets\">[batch, {Literal.Integer(context.Plan.OutputSize)}], row-major.</param>");
    }
}
