namespace Netsmith.Generator.Planning;

/// <summary>Networks that are valid but will not learn what their author means them to.</summary>
internal static class TrainingAdvice
{
    public static IEnumerable<PlanDiagnostic> For(IReadOnlyList<PlannedLayer> layers, PlannedLoss? loss)
    {
        for (int i = 1; i < layers.Count; i++)
            if (LinearBefore(layers, i) is { } first)
                yield return Advice("NSM0202", i, first.Description, layers[i].Description);

        PlannedLayer last = layers[layers.Count - 1];
        string kind = last.Model.Kind;
        bool isCrossEntropy = loss?.Model.Kind is "SoftmaxCrossEntropy" or "SigmoidCrossEntropy";
        if (loss?.Model.Kind == "SoftmaxCrossEntropy" && kind == "Softmax")
            yield return Advice("NSM0201", last.Index, kind);
        else if (isCrossEntropy && kind is "Relu" or "LeakyRelu" or "Elu" or "Selu")
            yield return Advice("NSM0203", last.Index, kind, loss!.Model.Kind);
        else if (loss?.Model.Kind == "SigmoidCrossEntropy" && kind == "Sigmoid")
            yield return Advice("NSM0204", last.Index, kind);
    }

    /// <summary>The linear layer that feeds a linear layer with nothing but reshaping between them.</summary>
    private static PlannedLayer? LinearBefore(IReadOnlyList<PlannedLayer> layers, int index)
    {
        if (!layers[index].Definition.IsLinear)
            return null;
        PlannedLayer? before = layers.Take(index).LastOrDefault(static l => l.Definition.HasKernel);
        return before is { Definition.IsLinear: true } ? before : null;
    }

    private static PlanDiagnostic Advice(string id, int position, params string[] arguments) =>
        new(id, position, new(arguments));
}
