using System.Numerics;

namespace Netsmith;

/// <summary>Rectified Adam (Liu and others, 2019): plain momentum until the variance estimate can be trusted. PyTorch: <c>torch.optim.RAdam</c>.</summary>
/// <remarks>
/// g ← g + λ·p; m and v as in <see cref="Adam"/>; ρ∞ = 2/(1 − β₂) − 1; ρₜ = ρ∞ − 2·t·β₂ᵗ/(1 − β₂ᵗ); m̂ = m/(1 − β₁ᵗ).
/// Where ρₜ &gt; 5: p ← p − lr·m̂·r·√(1 − β₂ᵗ)/(√v + ε) with r = √((ρₜ−4)·(ρₜ−2)·ρ∞/((ρ∞−4)·(ρ∞−2)·ρₜ)); otherwise p ← p − lr·m̂.
/// </remarks>
public sealed class RAdam : MomentOptimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public RAdam(float learningRate = 0.001f)
        : base(learningRate)
    {
    }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => [new("exp_avg"), new("exp_avg_sq")];

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Beta1), Beta1), (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        double longest = 2 / (1 - Beta2) - 1;
        double length = longest - 2 * StepCount * Math.Pow(Beta2, StepCount) / Correction2;
        double rate = LearningRate / Correction1;
        bool rectified = length > 5;
        if (rectified)
            rate *= Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) * Math.Sqrt(Correction2);
        VectorUpdate.Run(new Rule(this, rate, rectified), parameters, gradients, Buffer(0), Buffer(1));
    }

    private readonly struct Rule(RAdam options, double rate, bool rectified) : IUpdateRule
    {
        private readonly Vector<float> _keep1 = new((float)options.Beta1), _add1 = new((float)(1 - options.Beta1));
        private readonly Vector<float> _keep2 = new((float)options.Beta2), _add2 = new((float)(1 - options.Beta2));
        private readonly Vector<float> _rate = new((float)rate), _epsilon = new((float)options.Epsilon), _decay = new((float)options.WeightDecay);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> m, ref Vector<float> v, ref Vector<float> s2)
        {
            g += _decay * p;
            m = _keep1 * m + _add1 * g;
            v = _keep2 * v + _add2 * (g * g);
            return p - (rectified ? _rate * m / (Vector.SquareRoot(v) + _epsilon) : _rate * m);
        }
    }
}
