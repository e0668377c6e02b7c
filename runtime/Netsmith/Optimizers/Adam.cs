namespace Netsmith;

/// <summary>Adam (Kingma and Ba, 2014), with AMSGrad on request. PyTorch: <c>torch.optim.Adam</c>.</summary>
/// <remarks>
/// g ← g + λ·p; m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; p ← p − lr/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε). With AMSGrad the largest v
/// so far takes the place of v. Keras adds ε before the correction: p ← p − lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε).
/// </remarks>
public sealed class Adam : MomentOptimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public Adam(float learningRate = 0.001f)
        : base(learningRate)
    {
    }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set. See <see cref="AdamW"/>.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether the divisor never shrinks (Reddi and others, 2018).</summary>
    public bool AmsGrad { get; init; }

    /// <summary>Whether ε is added after the bias correction (PyTorch) or before (Keras).</summary>
    public OptimizerConvention Convention { get; init; }

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε, added before the bias correction.</param>
    /// <param name="amsGrad">Whether to use AMSGrad.</param>
    /// <returns>A new optimizer.</returns>
    public static Adam Keras(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsGrad = false) =>
        new(learningRate) { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, AmsGrad = amsGrad, Convention = OptimizerConvention.Keras };

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => AdamRule.State(AmsGrad);

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Beta1), Beta1), (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay), (nameof(AmsGrad), AmsGrad), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        VectorUpdate.Run(new AdamRule(this, AmsGrad, Convention, Correction1, Correction2, WeightDecay, shrink: 0), parameters, gradients, Buffer(0), Buffer(1), Buffer(2));
}
