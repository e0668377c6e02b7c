using Netsmith;

/// <summary>784-200-10 with He initialisation.</summary>
[Network(784), Dense(200, Init = Initializer.HeNormal), Relu, Dense(10, Init = Initializer.HeNormal), SoftmaxCrossEntropy]
internal sealed partial class TwinNetwork;
