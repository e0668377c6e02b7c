namespace Netsmith.Benchmarks.Activations;

[Network(64), Dense(64), MeanSquaredError]
public sealed partial class WithoutActivation;

[Network(64), Dense(64), Relu, MeanSquaredError]
public sealed partial class WithRelu;

[Network(64), Dense(64), LeakyRelu(0.01), MeanSquaredError]
public sealed partial class WithLeakyRelu;

[Network(64), Dense(64), HardTanh, MeanSquaredError]
public sealed partial class WithHardTanh;

[Network(64), Dense(64), HardSigmoid, MeanSquaredError]
public sealed partial class WithHardSigmoid;

[Network(64), Dense(64), Softsign, MeanSquaredError]
public sealed partial class WithSoftsign;

[Network(64), Dense(64), Sigmoid, MeanSquaredError]
public sealed partial class WithSigmoid;

[Network(64), Dense(64), Tanh, MeanSquaredError]
public sealed partial class WithTanh;

[Network(64), Dense(64), Elu(1), MeanSquaredError]
public sealed partial class WithElu;

[Network(64), Dense(64), Selu, MeanSquaredError]
public sealed partial class WithSelu;

[Network(64), Dense(64), Silu, MeanSquaredError]
public sealed partial class WithSilu;

[Network(64), Dense(64), Softplus, MeanSquaredError]
public sealed partial class WithSoftplus;

[Network(64), Dense(64), Gelu, MeanSquaredError]
public sealed partial class WithGelu;

[Network(64), Dense(64), Gelu(Approximate = true), MeanSquaredError]
public sealed partial class WithGeluTanh;

[Network(64), Dense(64), Mish, MeanSquaredError]
public sealed partial class WithMish;

[Network(64), Dense(64), Softmax, MeanSquaredError]
public sealed partial class WithSoftmax;

[Network(64), Dense(64), LogSoftmax, MeanSquaredError]
public sealed partial class WithLogSoftmax;
