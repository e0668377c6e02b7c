namespace Netsmith;

/// <summary>A run of parameters that an optimizer changes.</summary>
/// <param name="Start">The first, among the flat parameters.</param>
/// <param name="Length">How many, at least 1.</param>
/// <param name="RateFactor">What the learning rate is multiplied by for them.</param>
internal readonly record struct TrainableRange(int Start, int Length, float RateFactor);
