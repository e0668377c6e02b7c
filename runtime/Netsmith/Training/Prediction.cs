namespace Netsmith;

/// <summary>The class a network chooses for one sample.</summary>
/// <param name="Class">The class with the highest probability, counted from 0; the lowest such class where several tie.</param>
/// <param name="Confidence">The probability of that class, in [0, 1].</param>
public readonly record struct Prediction(int Class, float Confidence);
