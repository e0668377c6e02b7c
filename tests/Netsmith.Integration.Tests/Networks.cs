namespace Netsmith.Integration.Tests;

// Networks as users declare them: the generator runs as this project's analyzer.

[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class Wide;

[Network(1, 28, 28), Flatten, Dense(20), Gelu, Dropout(0.2), Dense(10), SoftmaxCrossEntropy]
public sealed partial class Narrow;

[Network(784, SparseInput = true), Dense(32), Relu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class Sparse;

/// <summary>Small enough for straight-line passes.</summary>
[Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]
public sealed partial class Tiny;

[Network(40), Dense(30), Silu, Dense(3), MeanSquaredError]
public sealed partial class Regressor;

/// <summary>Its first weight is cut into panels, and its outputs are no multiple of a tile's.</summary>
[Network(512), Dense(515), Gelu, Dense(10), SoftmaxCrossEntropy]
public sealed partial class Panels;

/// <summary>Its hidden activations do not fit the stack.</summary>
[Network(8), Dense(20_000), Relu, Dense(3), SoftmaxCrossEntropy]
public sealed partial class Bulky;
