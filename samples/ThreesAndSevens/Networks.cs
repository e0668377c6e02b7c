using Netsmith;

// One output: the probability that the image is a three. The loss is the book's: 1 − p for a three, p for a seven, averaged, which is
// the absolute difference between p and a target of 1 or 0.

/// <summary>No hidden layer: one weight for each pixel.</summary>
[Network(784), Dense(1), Sigmoid, MeanAbsoluteError]
internal sealed partial class LinearNetwork;

/// <summary>One hidden layer of 30.</summary>
[Network(784), Dense(30), Relu, Dense(1), Sigmoid, MeanAbsoluteError]
internal sealed partial class SmallNetwork;
