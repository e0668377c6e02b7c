namespace Netsmith.Generator.Planning;

/// <summary>What a network's raw outputs mean, which decides what <c>Predict</c> gives. The names are the runtime's OutputKind.</summary>
internal enum OutputMeaning
{
    /// <summary>Logits of exclusive classes: the loss takes labels.</summary>
    Classes,

    /// <summary>Logits of independent probabilities.</summary>
    Logits,

    /// <summary>One probability: a single output that passed a sigmoid.</summary>
    Probability,

    /// <summary>Probabilities of exclusive classes: the network ends with a softmax and has no loss.</summary>
    ClassProbabilities,

    /// <summary>Values as they are.</summary>
    Values,
}

/// <summary>Reads the meaning off a plan.</summary>
internal static class OutputMeanings
{
    public static OutputMeaning Of(NetworkPlan plan)
    {
        if (plan.Loss is { Definition.UsesLabels: true })
            return OutputMeaning.Classes;
        if (plan.Loss is { Definition.UsesLogits: true })
            return OutputMeaning.Logits;
        string last = plan.Layers[plan.Layers.Count - 1].Model.Kind;
        if (last == "Sigmoid" && plan.OutputSize == 1)
            return OutputMeaning.Probability;
        return plan.Loss is null && last == "Softmax" ? OutputMeaning.ClassProbabilities : OutputMeaning.Values;
    }
}
