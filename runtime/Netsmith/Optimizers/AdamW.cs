namespace Netsmith;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2017): parameters shrink by themselves, not through the gradient.
/// PyTorch: <c>torch.optim.AdamW</c>.
/// </summary>
/// <remarks>First p ← p·(1 − lr·λ), then the rule of <see cref="Adam"/> without decay.</remarks>
public sealed class AdamW : MomentOptimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public AdamW(float learningRate = 0.001f)
        : base(learningRate)
    {
    }

    /// <summary>λ, at least 0; 0.01 unless set. A step multiplies every parameter by 1 − lr·λ.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); } = 0.01;

    /// <summary>Whether the divisor never shrinks (Reddi and others, 2018).</summary>
    public bool AmsGrad { get; init; }

    /// <summary>Whether ε is added after the bias correction (PyTorch) or before (Keras).</summary>
    public OptimizerConvention Convention { get; init; }

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε, added before the bias correction.</param>
    /// <param name="amsGrad">Whether to use AMSGrad.</param>
    /// <returns>A new optimizer.</returns>
    public static AdamW Keras(float learningRate = 0.001f, double weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsGrad = false) =>
        new(learningRate) { WeightDecay = weightDecay, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, AmsGrad = amsGrad, Convention = OptimizerConvention.Keras };

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => AdamRule.State(AmsGrad);

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Beta1), Beta1), (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay), (nameof(AmsGrad), AmsGrad), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        VectorUpdate.Run(new AdamRule(this, AmsGrad, Convention, Correction1, Correction2, weightDecay: 0, shrink: LearningRate * WeightDecay), parameters, gradients, Buffer(0), Buffer(1), Buffer(2));
}
