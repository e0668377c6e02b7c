using Netsmith.Generator.Layers;
using Netsmith.Generator.Losses;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Planning;

/// <summary>Everything that follows from a model: shapes, parameter offsets, the stages to run and the buffers between them.</summary>
internal sealed record NetworkPlan(
    NetworkModel Model,
    IReadOnlyList<PlannedLayer> Layers,
    IReadOnlyList<Stage> Stages,
    PlannedLoss? Loss)
{
    public int InputSize => Model.Input.Size;

    public TensorShape Output => Layers.Count == 0 ? Model.Input : Layers[Layers.Count - 1].Output;

    public int OutputSize => Output.Size;

    public IEnumerable<ParameterSlice> Parameters => Layers.SelectMany(static l => l.Parameters);

    public int ParameterCount => Parameters.Sum(static p => p.Length);

    public long MultiplyAdds => Layers.Sum(static l => l.MultiplyAdds);

    /// <summary>
    /// Whether the first layer of one sample's evaluation skips zeros. A tiny network gains nothing by it, and another layer
    /// than Dense has no weight to skip.
    /// </summary>
    public bool SkipsZeros => Model.SparseInput && InferenceStages.FirstOrDefault()?.Definition is Dense && !StraightLineRules.Apply(this);

    /// <summary>The stages that run outside training.</summary>
    public IEnumerable<Stage> InferenceStages => Stages.Where(static s => !s.Definition.IsTrainingOnly);
}

/// <summary>One declared layer with what was derived for it.</summary>
internal sealed record PlannedLayer(
    int Index,
    LayerModel Model,
    LayerDefinition Definition,
    TensorShape Input,
    TensorShape Output,
    IReadOnlyList<ParameterSlice> Parameters)
{
    public string Description => Definition.Describe(Model);

    public long MultiplyAdds => Definition.MultiplyAdds(Input, Model);
}

/// <summary>A learned tensor's place in the flat block of parameters.</summary>
/// <param name="Name">Its name within the layer, <c>weight</c>.</param>
/// <param name="FullName">Its name in the state dict, <c>0.weight</c>.</param>
internal sealed record ParameterSlice(string Name, string FullName, int[] Shape, int Offset)
{
    public int Length => Shape.Aggregate(1, static (product, d) => product * d);
}

/// <summary>The loss and what it is applied to.</summary>
internal sealed record PlannedLoss(LayerModel Model, Loss Definition);

/// <summary>
/// One step of the computation: a layer with the activation fused into it. Activations that follow a layer which cannot
/// fuse them are stages of their own; layers without a kernel are none.
/// </summary>
internal sealed record Stage(PlannedLayer Layer, PlannedLayer? FusedActivation)
{
    /// <summary>Whether its input is the network's.</summary>
    public bool IsFirst { get; init; }

    public LayerDefinition Definition => Layer.Definition;

    /// <summary>Names the stage's methods: <c>Dense0</c>.</summary>
    public string Name => Layer.Model.Kind + Emission.Literal.Integer(Layer.Index);

    /// <summary>Names the stage's variables: <c>dense0</c>.</summary>
    public string Variable => char.ToLowerInvariant(Name[0]) + Name.Substring(1);

    public int InputSize => Layer.Input.Size;

    public int OutputSize => Layer.Output.Size;

    /// <summary>The elementwise function applied to the outputs where they are stored, or null.</summary>
    public AppliedActivation? Activation => FusedActivation is { } fused
        ? new AppliedActivation(Catalog.Activation(fused.Model.Kind)!, fused.Model)
        : null;

    /// <summary>Whether backward needs the values before the activation as well as those after it.</summary>
    public bool KeepsPreActivation => Activation is { ReadsInput: true };

    /// <summary>Whether threads share its outputs in a training step, not its samples.</summary>
    public bool SharesOutputs => IsFirst && ThreadRules.SharesOutputs(this);

    public ParameterSlice? Parameter(string name) => Layer.Parameters.FirstOrDefault(p => p.Name == name);

    /// <summary>What the stage computes, for people: <c>Dense(200) and Relu, [784] to [200]</c>.</summary>
    public string Description =>
        Layer.Description + (FusedActivation is { } a ? " and " + a.Description : "") + ", " + Layer.Input + " to " + Layer.Output;
}
