namespace Netsmith.Generator.Planning;

/// <summary>Networks that are valid but will not learn what their author means them to.</summary>
internal static class TrainingAdvice
{
    public static IEnumerable<PlanDiagnostic> For(IReadOnlyList<PlannedLayer> layers, PlannedLoss? loss)
    {
        for (int i = 1; i < layers.Count; i++)
            if (LinearBefore(layers, i) is { } first)
                yield return Advice("NSM0202", i, first.Description, layers[i].Description);

        if (loss is null)
            yield break;
        PlannedLayer last = layers[layers.Count - 1];
        string kind = last.Model.Kind;
        if (loss.Definition.Contains is { } contained)
        {
            if (kind == contained)
                yield return Advice(kind == "Softmax" ? "NSM0201" : "NSM0204", last.Index, kind, loss.Model.Kind);
            else if (kind is "Relu" or "LeakyRelu" or "Elu" or "Selu")
                yield return Advice("NSM0203", last.Index, kind, loss.Model.Kind);
        }
        PlannedLayer giver = layers.Last(static l => l.Definition.HasKernel);
        if (loss.Definition.Needs is { } need && !need.Layers.Contains(giver.Model.Kind))
            yield return Advice("NSM0205", layers.Count, loss.Model.Kind, need.Values, giver.Description, need.Layers[0]);
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
