namespace Netsmith;

/// <summary>A kind of value an optimizer keeps for every parameter.</summary>
/// <param name="Name">Its name in checkpoints, PyTorch's where there is one: <c>exp_avg</c>.</param>
/// <param name="InitialValue">The value before the first step.</param>
public readonly record struct StateBuffer(string Name, float InitialValue = 0);
