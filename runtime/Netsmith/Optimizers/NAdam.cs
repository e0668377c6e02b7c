using System.Numerics;

namespace Netsmith;

/// <summary>Adam with Nesterov momentum (Dozat, 2016). PyTorch: <c>torch.optim.NAdam</c>.</summary>
/// <remarks>
/// g ← g + λ·p; m and v as in <see cref="Adam"/>; μₜ = β₁·(1 − ½·0.96^(t·ψ)) with ψ = <see cref="MomentumDecay"/>;
/// p ← p − lr·((1 − μₜ)/(1 − μ₁…μₜ)·g + μₜ₊₁/(1 − μ₁…μₜ₊₁)·m)/(√(v/(1 − β₂ᵗ)) + ε). Keras's rule is the same with ψ = 1.
/// </remarks>
public sealed class NAdam : MomentOptimizer
{
    private double _product = 1;
    private long _productStep;

    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public NAdam(float learningRate = 0.002f)
        : base(learningRate)
    {
    }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>ψ, how fast the momentum rises from β₁/2 to β₁, at least 0; 0.004 unless set.</summary>
    public double MomentumDecay { get; init => field = HyperParameter.NonNegative(value, nameof(MomentumDecay)); } = 0.004;

    /// <summary>False: this rule has a schedule of its own for the momentum.</summary>
    public override bool HasMomentum => false;

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>A new optimizer.</returns>
    public static NAdam Keras(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) =>
        new(learningRate) { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, MomentumDecay = 1 };

    /// <inheritdoc/>
    public override void SetMomentum(double momentum) =>
        throw new InvalidOperationException("NAdam has a schedule of its own for the momentum. Use a schedule that leaves the momentum alone.");

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => [new("exp_avg"), new("exp_avg_sq")];

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        _product = 1;
        _productStep = 0;
    }

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Beta1), Beta1), (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay), (nameof(MomentumDecay), MomentumDecay));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        // One factor a step; after a restored state all of them in the same order, so that the bits are the same.
        while (_productStep < StepCount && _product > 0)
            _product *= Momentum(++_productStep);
        double momentum = Momentum(StepCount), next = Momentum(StepCount + 1);
        double ofGradient = LearningRate * (1 - momentum) / (1 - _product);
        double ofAverage = LearningRate * next / (1 - _product * next);
        VectorUpdate.Run(new Rule(this, ofGradient, ofAverage), parameters, gradients, Buffer(0), Buffer(1));
    }

    private double Momentum(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));

    private readonly struct Rule(NAdam options, double ofGradient, double ofAverage) : IUpdateRule
    {
        private readonly Vector<float> _keep1 = new((float)options.Beta1), _add1 = new((float)(1 - options.Beta1));
        private readonly Vector<float> _keep2 = new((float)options.Beta2), _add2 = new((float)(1 - options.Beta2));
        private readonly Vector<float> _ofGradient = new((float)ofGradient), _ofAverage = new((float)ofAverage);
        private readonly Vector<float> _scale = new((float)(1 / Math.Sqrt(options.Correction2))), _epsilon = new((float)options.Epsilon), _decay = new((float)options.WeightDecay);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> m, ref Vector<float> v, ref Vector<float> s2)
        {
            g += _decay * p;
            m = _keep1 * m + _add1 * g;
            v = _keep2 * v + _add2 * (g * g);
            return p - (_ofGradient * g + _ofAverage * m) / (Vector.SquareRoot(v) * _scale + _epsilon);
        }
    }
}
