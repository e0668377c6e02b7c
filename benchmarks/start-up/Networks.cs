namespace Netsmith.StartUp;

[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class Digits;

[Network(4), Dense(16), Relu, Dense(3), SoftmaxCrossEntropy]
internal sealed partial class Flowers;
