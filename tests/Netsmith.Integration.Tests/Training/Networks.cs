namespace Netsmith.Integration.Tests.Training;

// One of each kind that is emitted differently: with and without loops, labels and targets, dropout, a fused last activation.

[Network(5), Dense(7), Tanh, Dense(3), SoftmaxCrossEntropy]
internal sealed partial class TinyClassifier;

[Network(6), Dense(5), Gelu, Dense(2), Huber(0.5)]
internal sealed partial class TinyRegressor;

[Network(40), Dense(24), Relu, Dense(10), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
internal sealed partial class Classifier;

[Network(40), Dense(33), Silu, Dense(3), Sigmoid, MeanSquaredError]
internal sealed partial class Regressor;

[Network(50), Dense(20), Elu, Dense(1), SigmoidCrossEntropy]
internal sealed partial class YesNo;

[Network(5), Dense(7), Tanh, Dense(3), SoftTargetCrossEntropy]
internal sealed partial class TinySoft;

[Network(40), Dense(24), Relu, Dense(10), LogSoftmax, KullbackLeiblerDivergence]
internal sealed partial class SoftClassifier;

[Network(1, 28, 28), Flatten, Dense(24), Relu, Dropout(0.25), Dense(16), Tanh, Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class WithDropout;
