using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>A plan with the names that its parts of the file share.</summary>
internal sealed class EmitContext(NetworkPlan plan, EmitOptions options)
{
    /// <summary>
    /// Samples whose losses are summed together. A thread's share of a batch is a number of whole blocks, so that the sum
    /// of the blocks, and with it the loss, does not depend on the number of threads.
    /// </summary>
    public const int LossBlock = 16;

    public NetworkPlan Plan => plan;

    public EmitOptions Options => options;

    public ElementType Element => options.Element;

    /// <summary>The element type's keyword.</summary>
    public string T => options.Element.Name;

    /// <summary>Whether every member is emitted, or only what the tests' double twin needs.</summary>
    public bool IsFloat => options.Element.IsFloat;

    /// <summary>The user's class.</summary>
    public string Name => plan.Model.Declaration.Name;

    /// <summary>The kernels' class; local to the file, so that equal names elsewhere do not matter.</summary>
    public string KernelClass => Name.TrimStart('@') + "Kernels";

    /// <summary>The kernels' class, as the user's class has to write it.</summary>
    public string Kernels => $"global::{NetworkEmitter.KernelNamespace}.{KernelClass}";

    public string Interface => !IsFloat ? ""
        : plan.Loss is null ? " : global::Netsmith.CompilerServices.INetwork"
        : " : global::Netsmith.CompilerServices.ITrainableNetwork";

    public OutputMeaning Meaning { get; } = OutputMeanings.Of(plan);

    public InferenceScratch Scratch { get; } = InferenceScratch.Of(plan);

    public TrainingBuffers Buffers { get; } = new(plan);

    /// <summary>Whether the network is so small that each pass is one straight-line method.</summary>
    public bool IsStraightLine { get; } = StraightLineRules.Apply(plan);

    public bool HasDropout => plan.Stages.Any(s => s.Definition.KeepsMask);

    /// <summary>Whether the loss takes class labels; otherwise target values.</summary>
    public bool UsesLabels => plan.Loss is { Definition.UsesLabels: true };

    /// <summary>Whether the mean of the loss is over the samples; otherwise it is over all elements.</summary>
    public bool IsMeanOfSamples => plan.Loss is { Definition.IsMeanOfSamples: true };

    /// <summary>Type of the loss's targets, and what they are called.</summary>
    public string TargetType => UsesLabels ? "int" : T;

    public string TargetName => UsesLabels ? "labels" : "targets";

    /// <summary>Elements of a sample's target.</summary>
    public int TargetSize => UsesLabels ? 1 : plan.OutputSize;

    /// <summary>What becomes of the input gradient of the stage at an index; null where nobody wants it.</summary>
    public GradientSink? SinkOf(int stage) =>
        stage > 0 ? new GradientSink(plan.Stages[stage - 1].Activation)
        : plan.Model.InputGradient ? new GradientSink(null)
        : null;

    /// <summary>What becomes of the gradient of the raw outputs.</summary>
    public GradientSink LossSink => new(plan.Stages.Count == 0 ? null : plan.Stages[plan.Stages.Count - 1].Activation);

    /// <summary>The buffer the derivative of a stage's activation is computed from; empty where there is none.</summary>
    public static string SavedBy(Stage stage) =>
        stage.Activation is not { } activation ? ""
        : activation.ReadsInput ? TrainingBuffers.PreActivation(stage)
        : stage.Variable;
}
