namespace Netsmith.Generator.Planning;

/// <summary>What a network's raw outputs mean, which decides what <c>Predict</c> gives. The names are the runtime's OutputKind.</summary>
internal enum OutputMeaning
{
    /// <summary>Logits or log-probabilities of exclusive classes: the loss takes labels.</summary>
    Classes,

    /// <summary>The same, but the loss takes a probability for each class.</summary>
    Distribution,

    /// <summary>Logits of independent probabilities.</summary>
    Logits,

    /// <summary>Independent probabilities: the loss says so.</summary>
    Probabilities,

    /// <summary>One probability: a single output that passed a sigmoid, and a loss for values or none.</summary>
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
        if (plan.Loss?.Definition.Meaning is { } meaning)
            return meaning;
        string last = plan.Layers[plan.Layers.Count - 1].Model.Kind;
        if (last == "Sigmoid" && plan.OutputSize == 1)
            return OutputMeaning.Probability;
        return plan.Loss is null && last == "Softmax" ? OutputMeaning.ClassProbabilities : OutputMeaning.Values;
    }
}
