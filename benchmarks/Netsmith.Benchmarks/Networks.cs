namespace Netsmith.Benchmarks;

[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class Digits200;

[Network(784, SparseInput = true), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class SparseDigits200;

[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class Digits20;

[Network(784), Dense(30), Relu, Dense(1), Sigmoid, MeanAbsoluteError]
public sealed partial class OddOrEven;

[Network(784), Dense(10), SoftmaxCrossEntropy]
public sealed partial class LinearDigits;

[Network(784), Dense(128), Relu, Dense(64), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class DeepDigits;

[Network(2), Dense(8), Tanh, Dense(1), Tanh, MeanSquaredError]
public sealed partial class Xor;

[Network(4), Dense(16), Relu, Dense(3), SoftmaxCrossEntropy]
public sealed partial class Flowers;
