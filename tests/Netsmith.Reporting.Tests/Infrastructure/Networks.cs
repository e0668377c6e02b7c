namespace Netsmith.Reporting.Tests;

[Network(784), Dense(12), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class ImageNetwork;

[Network(4), Dense(5), Tanh, Dense(3), SoftmaxCrossEntropy]
internal sealed partial class TableNetwork;

[Network(3), Dense(1), SigmoidCrossEntropy]
internal sealed partial class YesNoNetwork;

[Network(2), Dense(2), SoftTargetCrossEntropy]
internal sealed partial class SoftNetwork;

[Network(2), Dense(2), MeanSquaredError]
internal sealed partial class ValueNetwork;

[Network(3, 6, 6), Flatten, Dense(2), SoftmaxCrossEntropy]
internal sealed partial class ColorNetwork;

[Network(4), Tanh, MeanSquaredError]
internal sealed partial class NetworkWithoutParameters;
