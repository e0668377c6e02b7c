using Netsmith;

namespace Digits;

// The attributes are the networks, in reading order: the shape of the input, the layers, the loss. The generator writes the rest
// of each class: constructors, Forward, Predict, Fit, Evaluate, Save, Load. Digits has 28 × 28 pixels, hence 784 inputs, and ten
// classes, hence ten outputs. Change a number here and everything follows; make a mistake and the compiler says where.

/// <summary>No hidden layer: one weighted sum of the pixels for each digit.</summary>
[Network(784), Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LinearNetwork : IDigitNetwork;

/// <summary>One hidden layer of 20.</summary>
[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class NarrowNetwork : IDigitNetwork;

/// <summary>Two hidden layers of 20.</summary>
[Network(784), Dense(20), Relu, Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DeepNetwork : IDigitNetwork;

/// <summary>One hidden layer of 200.</summary>
[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class WideNetwork : IDigitNetwork;
