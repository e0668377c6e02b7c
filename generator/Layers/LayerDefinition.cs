using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Layers;

/// <summary>
/// What one kind of layer is: its shape rule, its parameters, its forward and its backward kernel. A layer is one
/// subclass in one file; <see cref="Catalog"/> finds it.
/// </summary>
internal abstract class LayerDefinition : IDefinition
{
    /// <summary>The attribute's name without its suffix. By convention the definition's class name.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The arguments that are out of range, if any.</summary>
    public virtual IEnumerable<ArgumentError> Check(LayerModel layer) => [];

    /// <summary>As a summary table shows it: <c>Dense(200)</c>.</summary>
    public virtual string Describe(LayerModel layer) => Kind;

    /// <summary>The shape of one output sample, or what the layer would have needed.</summary>
    public abstract ShapeResult InferShape(TensorShape input, LayerModel layer);

    /// <summary>Learned tensors in the order of PyTorch's state dict.</summary>
    public virtual IReadOnlyList<ParameterSpec> Parameters(TensorShape input, LayerModel layer) => [];

    /// <summary>Multiply-adds of one sample's forward pass.</summary>
    public virtual long MultiplyAdds(TensorShape input, LayerModel layer) => 0;

    /// <summary>Whether the layer computes anything (<c>Flatten</c> only reinterprets).</summary>
    public virtual bool HasKernel => true;

    /// <summary>Whether it does so in training only (<c>Dropout</c>).</summary>
    public virtual bool IsTrainingOnly => false;

    /// <summary>Whether an activation that follows is applied where the outputs are stored, not in a pass of its own.</summary>
    public virtual bool FusesActivation => false;

    /// <summary>Whether a stage keeps a mask of its output's size from forward to backward.</summary>
    public virtual bool KeepsMask => false;

    /// <summary>Whether the layer maps linearly, so that two in a row collapse into one.</summary>
    public virtual bool IsLinear => false;

    /// <summary>The statement that fills fresh parameters; <paramref name="slice"/> gives a span over a parameter by its name.</summary>
    public virtual string? Initialize(Stage stage, System.Func<string, string> slice) => null;

    /// <summary>Writes the kernels that compute the stage's outputs for a batch.</summary>
    public virtual void EmitForward(KernelWriter kernels, Stage stage)
    {
    }

    /// <summary>Writes the kernels that turn the gradient of the stage's outputs into that of its parameters and inputs.</summary>
    /// <param name="kernels">Where to.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="sink">What becomes of the gradient of its inputs; null where nobody wants it.</param>
    public virtual void EmitBackward(KernelWriter kernels, Stage stage, GradientSink? sink)
    {
    }

    /// <summary>The call that runs the forward kernel.</summary>
    public virtual string ForwardCall(Stage stage, StageOperands operands) => "";

    /// <summary>The call that turns the gradient of the stage's outputs into that of its inputs; empty where there is nothing to do.</summary>
    public virtual string InputGradientCall(Stage stage, StageOperands operands) => "";

    /// <summary>
    /// The calls that compute the gradients of the stage's parameters. They may update the parameters, so that they run
    /// after every input gradient; and each does the parts from <c>part</c> up to <c>end</c> of <c>parts</c>, cut so that no sum is divided.
    /// </summary>
    public virtual IEnumerable<string> ParameterGradientCalls(Stage stage, StageOperands operands) => [];
}

/// <summary>A shape, or what the layer expected and how to mend it.</summary>
internal readonly struct ShapeResult
{
    private ShapeResult(TensorShape? shape, string expected, string fix)
    {
        Shape = shape;
        Expected = expected;
        Fix = fix;
    }

    public TensorShape? Shape { get; }

    public string Expected { get; }

    public string Fix { get; }

    public static implicit operator ShapeResult(TensorShape shape) => new(shape, "", "");

    public static ShapeResult Fail(string expected, string fix) => new(null, expected, fix);
}

/// <summary>A learned tensor: its name within the layer and its shape.</summary>
internal sealed record ParameterSpec(string Name, int[] Shape);

/// <summary>An argument out of range, in the words of the message.</summary>
internal sealed record ArgumentError(string Argument, string Expected, double Found);
