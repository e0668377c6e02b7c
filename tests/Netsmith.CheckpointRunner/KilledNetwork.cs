namespace Netsmith.CheckpointRunner;

/// <summary>Small enough to train in a moment, with dropout, whose masks are part of what has to continue.</summary>
[Network(1, 28, 28), Flatten, Dense(24), Relu, Dropout(0.25), Dense(10), SoftmaxCrossEntropy]
public sealed partial class KilledNetwork;
