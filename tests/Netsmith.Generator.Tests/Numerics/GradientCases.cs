namespace Netsmith.Generator.Tests.Numerics;

/// <summary>The networks whose gradients are checked: each layer, activation and loss in every place it can take.</summary>
internal static class GradientCases
{
    public static readonly string[] Activations =
    [
        "Relu", "LeakyRelu(0.2)", "LeakyRelu(0)", "Elu", "Elu(0.7)", "Selu", "Gelu", "Gelu(Approximate = true)", "Silu", "Mish", "Sigmoid",
        "Tanh", "Softplus", "Softsign", "HardSigmoid", "HardTanh", "Softmax", "LogSoftmax",
    ];

    public static readonly string[] Losses =
    [
        "SoftmaxCrossEntropy", "SoftmaxCrossEntropy(LabelSmoothing = 0.1)", "SoftmaxCrossEntropy(LabelSmoothing = 1)", "SigmoidCrossEntropy",
        "SoftTargetCrossEntropy", "Sigmoid, BinaryCrossEntropy", "NegativeLogLikelihood", "KullbackLeiblerDivergence",
        "MeanSquaredError", "MeanAbsoluteError", "Huber", "Huber(0.3)", "SmoothL1", "SmoothL1(0.3)", "SmoothL1(0)",
    ];

    /// <summary>An activation first, fused between two layers, after an activation that was fused, and fused right before the loss.</summary>
    public static IEnumerable<string> ActivationPlaces =>
        Activations.Select(a => $"[Network(3, InputGradient = true), {a}, Dense(5), {a}, Dense(3), Tanh, {a}, Dense(2), {a}, MeanSquaredError]");

    /// <summary>An activation as a stage of its own right before the loss, behind one that keeps its input.</summary>
    public static IEnumerable<string> ActivationsBeforeLoss =>
        Activations.Select(a => $"[Network(19, InputGradient = true), Silu, {a}, MeanSquaredError]");

    /// <summary>A loss on 2, 5, and more outputs than two vectors hold; behind an activation of its own and behind a fused one.</summary>
    public static IEnumerable<string> LossPlaces => Losses.SelectMany(l => new[]
    {
        $"[Network(2, InputGradient = true), Tanh, {l}]",
        $"[Network(3, InputGradient = true), Dense(5), Tanh, {l}]",
        $"[Network(37, InputGradient = true), Silu, {l}]",
    });

    public static IReadOnlyList<string> Shapes { get; } =
    [
        "[Network(1, InputGradient = true), Dense(1), MeanSquaredError]",
        "[Network(2, InputGradient = true), Dense(3), Tanh, Dense(1), Sigmoid, MeanSquaredError]",
        "[Network(33, InputGradient = true), Dense(17), Tanh, Dense(31), Silu, Dense(5), SoftmaxCrossEntropy]",
        "[Network(65, InputGradient = true), Dense(3), Sigmoid, Dense(65), Mish, Dense(2), MeanSquaredError]",
        "[Network(7, InputGradient = true), Dense(33), Softplus, Dense(1), Tanh, Dense(31), MeanSquaredError]",
        "[Network(17, InputGradient = true), Dense(2), Elu, Dense(17), Gelu, Dense(3), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]",
        "[Network(6, InputGradient = true), Dense(4), Gelu, Dense(37), SoftmaxCrossEntropy]",
        "[Network(3, InputGradient = true), Dense(65), LeakyRelu(0.1), Dense(5), Selu, Dense(7), SigmoidCrossEntropy]",
        "[Network(5, InputGradient = true), Dense(7, Bias = false), Tanh, Dense(4, Bias = false), MeanSquaredError]",
        "[Network(6, InputGradient = true), Dense(5, Bias = false), LeakyRelu, Dense(4), SoftmaxCrossEntropy]",
        "[Network(2, 3, 4, InputGradient = true), Flatten, Dense(6), Silu, Dense(2), MeanSquaredError]",
        "[Network(3, 4, InputGradient = true), Tanh, Flatten, Dense(5), MeanSquaredError]",
        "[Network(2, 5, InputGradient = true), Tanh, MeanSquaredError]",
        "[Network(8, InputGradient = true), Dense(12), Tanh, Dropout(0.25), Dense(9), Silu, Dropout, Dense(4), SoftmaxCrossEntropy]",
        "[Network(6, InputGradient = true), Dropout(0.4), Dense(7), Gelu, Dropout(0.3), Tanh, Dense(3), Dropout(0.2), MeanSquaredError]",
        "[Network(6, InputGradient = true), Dense(5), Dropout(0.3), Softmax, Dense(4), LogSoftmax, Dropout(0), MeanSquaredError]",
        "[Network(9, InputGradient = true), Dense(8), Dense(7), Dense(6), Softmax, Softmax, LogSoftmax, SoftmaxCrossEntropy]",
        "[Network(4, InputGradient = true), Dense(6), Silu, Mish, Gelu, Tanh, Elu, Dense(3), Mish, Silu, MeanSquaredError]",
        "[Network(5), Dense(6), Tanh, Dense(3), SoftmaxCrossEntropy]",
        "[Network(5), Tanh, Dense(6), Silu, Dense(3), MeanSquaredError]",
        "[Network(16, InputGradient = true), Dense(16), Tanh, Dense(16), Sigmoid, Dense(16), Silu, Dense(16), Softsign, Dense(16), Tanh, Dense(8), MeanSquaredError]",
        "[Network(2, InputGradient = true), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]",
        "[Network(4, InputGradient = true), Dense(1), Sigmoid, MeanAbsoluteError]",
        "[Network(4, InputGradient = true), Dense(7), Sigmoid, BinaryCrossEntropy]",
        "[Network(4, InputGradient = true), Dense(7), LogSoftmax, NegativeLogLikelihood]",
        "[Network(4, InputGradient = true), Dense(7), LogSoftmax, KullbackLeiblerDivergence]",
    ];

    /// <summary>Networks small enough for straight-line passes: each activation and loss, and the limits of the rule.</summary>
    public static IReadOnlyList<string> StraightLine { get; } =
    [
        "[Network(1), Dense(1), MeanSquaredError]",
        "[Network(32), Dense(8), Tanh, MeanSquaredError]",
        "[Network(7), Dense(12), Silu, Dense(8), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]",
        "[Network(5), Dense(6, Bias = false), Tanh, Dense(5), Gelu, Dense(4, Bias = false), Silu, Dense(3), SigmoidCrossEntropy]",
        "[Network(2, 3), Flatten, Dense(5), Dense(3), Tanh, Dense(2), MeanAbsoluteError]",
        .. Activations.Where(a => !a.EndsWith("Softmax", StringComparison.Ordinal)).Select(a => $"[Network(3), Dense(5), {a}, Dense(3), {a}, MeanSquaredError]"),
        .. Losses.Select(l => $"[Network(3), Dense(5), Tanh, Dense(4), {l}]"),
    ];

    /// <summary>All cases, in a fixed order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Shapes, .. StraightLine, .. ActivationPlaces, .. ActivationsBeforeLoss, .. LossPlaces];
}
