using Netsmith.Generator.Layers;
using Netsmith.Generator.Losses;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Planning;

/// <summary>A plan, or the reasons why there is none; advice may come with either.</summary>
internal sealed record PlanResult(NetworkPlan? Plan, EquatableArray<PlanDiagnostic> Diagnostics);

/// <summary>Derives a <see cref="NetworkPlan"/> from a <see cref="NetworkModel"/>: a pure function without a compiler in sight.</summary>
internal static class NetworkPlanner
{
    /// <summary>
    /// The most elements one sample's layer, or one parameter tensor, may have. A batch of activations must still be
    /// addressable, and larger layers are not what straight-line C# is for.
    /// </summary>
    public const long MaxElements = 1L << 26;

    public static PlanResult Plan(NetworkModel model)
    {
        var diagnostics = new List<PlanDiagnostic>();
        List<PlannedLayer>? layers = PlanLayers(model, diagnostics);
        if (layers is null)
            return new PlanResult(null, diagnostics.ToEquatableArray());

        PlannedLoss? loss = null;
        if (model.Loss is { } lossModel)
        {
            Loss? definition = Catalog.Loss(lossModel.Kind);
            if (definition is null || !CheckLoss(model, layers, lossModel, definition, diagnostics))
                return new PlanResult(null, diagnostics.ToEquatableArray());
            loss = new PlannedLoss(lossModel, definition);
        }
        diagnostics.AddRange(TrainingAdvice.For(layers, loss));
        var plan = new NetworkPlan(model, layers, Fuse(layers), loss);
        if (model.SparseInput && !plan.SkipsZeros)
            diagnostics.Add(new PlanDiagnostic("NSM0901", PlanDiagnostic.OnNetwork, EquatableArray.Of(layers[0].Description)));
        return new PlanResult(plan, diagnostics.ToEquatableArray());
    }

    /// <summary>Folds the layers' shape rules over the input shape; null at the first error.</summary>
    private static List<PlannedLayer>? PlanLayers(NetworkModel model, List<PlanDiagnostic> diagnostics)
    {
        if (model.Input.Rank == 0)
            return Fail("NSM0009", PlanDiagnostic.OnNetwork, "Network", "inputShape", "at least one dimension", "none");
        foreach (int dimension in model.Input.Dimensions)
            if (dimension < 1)
                return Fail("NSM0009", PlanDiagnostic.OnNetwork, "Network", "inputShape", "dimensions of at least 1", Emission.Literal.Integer(dimension));
        if (TooLarge(model.Input.Dimensions))
            return Fail("NSM0102", PlanDiagnostic.OnNetwork, "Network", "input elements", model.Input.ToString(), Emission.Literal.Grouped(MaxElements));
        if (model.Layers.Count == 0)
            return Fail("NSM0005", PlanDiagnostic.OnNetwork);

        var layers = new List<PlannedLayer>();
        TensorShape shape = model.Input;
        long offset = 0;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            LayerModel layer = model.Layers[i];
            LayerDefinition? definition = Catalog.Layer(layer.Kind);
            if (definition is null)
                return null;
            foreach (ArgumentError error in definition.Check(layer))
                return Fail("NSM0009", i, layer.Kind, error.Argument, error.Expected, Emission.Literal.Plain(error.Found));
            ShapeResult result = definition.InferShape(shape, layer);
            if (result.Shape is not { } output)
                return Fail("NSM0101", i, definition.Describe(layer), result.Expected, Producer(layers), shape.ToString(), result.Fix);
            if (TooLarge(output.Dimensions))
                return Fail("NSM0102", i, definition.Describe(layer), "outputs", output.ToString(), Emission.Literal.Grouped(MaxElements));

            var parameters = new List<ParameterSlice>();
            foreach (ParameterSpec spec in definition.Parameters(shape, layer))
            {
                if (TooLarge(spec.Shape) || offset + new TensorShape(new(spec.Shape)).LongSize > MaxElements)
                    return Fail("NSM0102", i, definition.Describe(layer), "parameters", new TensorShape(new(spec.Shape)).ToString(), Emission.Literal.Grouped(MaxElements));
                var slice = new ParameterSlice(spec.Name, Emission.Literal.Integer(i) + "." + spec.Name, spec.Shape, (int)offset);
                parameters.Add(slice);
                offset += slice.Length;
            }
            layers.Add(new PlannedLayer(i, layer, definition, shape, output, parameters));
            shape = output;
        }
        return layers.Any(static l => l.Definition.HasKernel) ? layers : Fail("NSM0005", PlanDiagnostic.OnNetwork);

        List<PlannedLayer>? Fail(string id, int position, params string[] arguments)
        {
            diagnostics.Add(new PlanDiagnostic(id, position, new(arguments)));
            return null;
        }
    }

    /// <summary>Multiplied step by step, since the product of several valid dimensions may leave a long.</summary>
    private static bool TooLarge(IEnumerable<int> dimensions)
    {
        long product = 1;
        foreach (int dimension in dimensions)
        {
            product *= dimension;
            if (product > MaxElements)
                return true;
        }
        return false;
    }

    private static bool CheckLoss(
        NetworkModel model, List<PlannedLayer> layers, LayerModel loss, Loss definition, List<PlanDiagnostic> diagnostics)
    {
        foreach (ArgumentError error in definition.Check(loss))
        {
            diagnostics.Add(new PlanDiagnostic("NSM0009", model.Layers.Count,
                EquatableArray.Of(loss.Kind, error.Argument, error.Expected, Emission.Literal.Plain(error.Found))));
            return false;
        }
        TensorShape output = layers[layers.Count - 1].Output;
        if (definition.CheckOutput(output) is { Shape: null } wrong)
        {
            diagnostics.Add(new PlanDiagnostic("NSM0103", model.Layers.Count,
                EquatableArray.Of(loss.Kind, wrong.Expected, Producer(layers), output.ToString(), wrong.Fix)));
            return false;
        }
        return true;
    }

    private static string Producer(List<PlannedLayer> layers) =>
        layers.Count == 0 ? "the input" : layers[layers.Count - 1].Description;

    /// <summary>Joins each activation to the layer before it where that layer can apply it while storing its outputs.</summary>
    private static List<Stage> Fuse(List<PlannedLayer> layers)
    {
        var stages = new List<Stage>();
        PlannedLayer? before = null;
        foreach (PlannedLayer layer in layers)
        {
            bool isElementwise = Catalog.Activation(layer.Model.Kind) is not null;
            if (isElementwise && before is { Definition.FusesActivation: true })
                stages[stages.Count - 1] = stages[stages.Count - 1] with { FusedActivation = layer };
            else if (layer.Definition.HasKernel)
                stages.Add(new Stage(layer, null) { IsFirst = stages.Count == 0 });
            before = layer;
        }
        return stages;
    }
}
