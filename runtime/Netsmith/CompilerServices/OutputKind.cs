using System.ComponentModel;

namespace Netsmith.CompilerServices;

/// <summary>What the raw outputs of a network mean: how accuracy is counted and which targets training takes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum OutputKind
{
    /// <summary>One score for each class, trained with integer labels; the largest score is the prediction.</summary>
    Classes,

    /// <summary>One score for each class, trained with a probability for each; the largest score is the prediction, the likeliest class is right.</summary>
    Distribution,

    /// <summary>Each output is the logit of a yes/no question, trained with targets in [0, 1]; "yes" above 0.</summary>
    Logits,

    /// <summary>Each output is the probability of a yes/no question, trained with targets in [0, 1]; "yes" above 0.5.</summary>
    Probabilities,

    /// <summary>One output that is a probability already, trained by a regression loss with targets in [0, 1]; "yes" above 0.5.</summary>
    Probability,

    /// <summary>Real values; there is a loss but no accuracy.</summary>
    Values,
}
