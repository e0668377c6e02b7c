namespace Netsmith.Generator.Emission;

/// <summary>The variables a stage's calls read and write, as C# pointer expressions of the calling method.</summary>
internal sealed record StageOperands
{
    /// <summary>[batch, inputs]</summary>
    public required string Input { get; init; }

    /// <summary>[batch, outputs], after the activation.</summary>
    public required string Output { get; init; }

    /// <summary>[batch, outputs] before the activation; <c>null</c> where nobody keeps it.</summary>
    public string PreActivation { get; init; } = "null";

    /// <summary>[batch, outputs] factors of a dropout layer.</summary>
    public string Mask { get; init; } = "null";

    /// <summary>Gradient of the loss with respect to the outputs, before the activation.</summary>
    public string OutputGradient { get; init; } = "";

    /// <summary>Gradient with respect to the inputs; empty where nobody wants it.</summary>
    public string InputGradient { get; init; } = "";

    /// <summary>What the input's activation saved for its derivative; see <see cref="Planning.GradientSink"/>.</summary>
    public string Saved { get; init; } = "";

    /// <summary>A parameter's address by its name within the layer.</summary>
    public required Func<string, string> Parameter { get; init; }

    /// <summary>The share of a layer whose outputs threads share: <c>part, end, parts</c>.</summary>
    public string Share { get; init; } = "0, 1, 1";

    /// <summary>The address a parameter's gradient goes to: the gradients, or the parameter itself in a fused update.</summary>
    public Func<string, string> Target { get; init; } = static _ => "";
}
