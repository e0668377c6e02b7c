using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Losses;

/// <summary>
/// A loss: its mean over a batch and its gradient with respect to the network's raw outputs. One subclass in one file;
/// <see cref="Catalog"/> finds it.
/// </summary>
internal abstract class Loss : IDefinition
{
    /// <summary>The attribute's name without its suffix. By convention the definition's class name.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>What the loss takes the raw outputs for; null where the last layer decides.</summary>
    public virtual OutputMeaning? Meaning => null;

    /// <summary>The activation that the loss applies itself, so that the outputs are logits; null for none.</summary>
    public virtual string? Contains => null;

    /// <summary>What the outputs have to be; null where any will do.</summary>
    public virtual OutputNeed? Needs => null;

    /// <summary>Whether the target of a sample is a class index; otherwise it is a vector of the output's size.</summary>
    public bool UsesLabels => Meaning == OutputMeaning.Classes;

    /// <summary>Whether the mean is over the samples; otherwise it is over all elements.</summary>
    public bool IsMeanOfSamples => Meaning is OutputMeaning.Classes or OutputMeaning.Distribution;

    /// <summary>The arguments that are out of range, if any.</summary>
    public virtual IEnumerable<ArgumentError> Check(LayerModel loss) => [];

    /// <summary>As a summary table shows it.</summary>
    public virtual string Describe(LayerModel loss) => Kind;

    /// <summary>The output shape itself where the loss can use it, or what it would need.</summary>
    public virtual ShapeResult CheckOutput(TensorShape output) => output;

    /// <summary>
    /// Writes the method <c>Loss(outputs, targets, dOutputs, batchSize, mean)</c>: mean times the sum of the samples' losses;
    /// where dOutputs is not null, it also stores the gradient of that, times the derivative of the last stage's activation.
    /// </summary>
    public abstract void EmitKernel(KernelWriter kernels, NetworkPlan plan, GradientSink sink);

    /// <summary>
    /// Writes the same for a block of samples with one sample in each lane: a variable <c>loss</c>, the samples' losses
    /// before the mean, and <c>dOutput0</c>, <c>dOutput1</c> …, their derivatives by each output.
    /// </summary>
    /// <param name="w">Where to.</param>
    /// <param name="v">The lanes.</param>
    /// <param name="loss">The loss's arguments.</param>
    /// <param name="outputs">The variables with the outputs.</param>
    /// <param name="target">An expression for the target of an output, or for the label.</param>
    public abstract void EmitLanes(CodeWriter w, VectorType v, LayerModel loss, string[] outputs, Func<int, string> target);

    /// <summary>The rule of losses that compare classes: a vector with one of <paramref name="values"/> for each.</summary>
    protected static ShapeResult CheckClasses(TensorShape output, string values) =>
        output.Rank != 1 ? ShapeResult.Fail("a vector of " + values, "insert [Flatten], or end with a Dense layer")
        : output.Size < 2 ? ShapeResult.Fail("at least 2 classes", "use Dense(2), or SigmoidCrossEntropy for a single output")
        : output;
}

/// <summary>What a loss needs of the outputs.</summary>
/// <param name="Values">What they have to be: "probabilities".</param>
/// <param name="Layers">The last layers that make them so, the usual one first.</param>
internal sealed record OutputNeed(string Values, params string[] Layers);

/// <summary>A loss that is a sum over all elements of a function of one output and its target.</summary>
internal abstract class ElementwiseLoss : Loss
{
    /// <summary>ℓ(y, t), where <paramref name="y"/> and <paramref name="t"/> are variables.</summary>
    protected abstract string Value(VectorType v, LayerModel loss, string y, string t);

    /// <summary>∂ℓ/∂y</summary>
    protected abstract string Derivative(VectorType v, LayerModel loss, string y, string t);

    public override void EmitKernel(KernelWriter kernels, NetworkPlan plan, GradientSink sink)
    {
        LayerModel loss = plan.Loss!.Model;
        string t = kernels.T;
        kernels.Kernel($"mean times the sum of {Describe(loss)} over all elements; its gradient goes to dOutputs unless that is null.", t, "Loss",
            $"{t}* outputs, {t}* targets, {t}* dOutputs{sink.Parameter(kernels.Element)}, int batchSize, {t} mean", (w, v) =>
        {
            w.Line($"int count = batchSize * {plan.OutputSize};");
            w.Line($"{v.Name} sums = {v.Zero};");
            w.Line($"{t} sum = 0;");
            KernelWriter.ElementwiseLoops(w, v, (body, piece) =>
            {
                VectorType p = piece.Type;
                body.Line($"{p.Name} y = {piece.Load("outputs + i")}, t = {piece.Load("targets + i")};");
                string value = Value(p, loss, "y", "t");
                body.Line(p == v && piece.Count == p.Lanes ? $"sums += {value};" : $"sum += {piece.Sum(value)};");
                using (body.Block("if (dOutputs != null)"))
                {
                    body.Line($"{p.Name} d = {p.Create("mean")} * ({Derivative(p, loss, "y", "t")});");
                    body.Line(piece.Store(sink.Apply(body, piece, "d", "i"), "dOutputs + i"));
                }
            });
            w.Line($"return (sum + {v.Class}.Sum(sums)) * mean;");
        });
    }

    public override void EmitLanes(CodeWriter w, VectorType v, LayerModel loss, string[] outputs, Func<int, string> target)
    {
        w.Line($"{v.Name} loss = {v.Zero};");
        for (int o = 0; o < outputs.Length; o++)
        {
            w.Line($"{v.Name} target{o} = {target(o)};");
            w.Line($"loss += {Value(v, loss, outputs[o], "target" + Literal.Integer(o))};");
            w.Line($"{v.Name} dOutput{o} = {Derivative(v, loss, outputs[o], "target" + Literal.Integer(o))};");
        }
    }

    /// <summary>The sign of e, 0 at 0; NaN becomes 0.</summary>
    protected static string Sign(VectorType v, string e) =>
        $"(({v.Class}.GreaterThan({e}, {v.Zero}) & {v.One}) - ({v.Class}.LessThan({e}, {v.Zero}) & {v.One}))";
}
