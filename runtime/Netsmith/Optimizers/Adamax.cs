using System.Numerics;

namespace Netsmith;

/// <summary>Adamax: Adam with the largest recent gradient in place of the root mean square. PyTorch: <c>torch.optim.Adamax</c>.</summary>
/// <remarks>
/// g ← g + λ·p; m ← β₁·m + (1 − β₁)·g; u ← max(β₂·u, |g| + ε); p ← p − lr/(1 − β₁ᵗ)·m/u. Keras: u ← max(β₂·u, |g|) and divides by u + ε.
/// </remarks>
public sealed class Adamax : MomentOptimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public Adamax(float learningRate = 0.002f)
        : base(learningRate)
    {
    }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether ε stands inside the maximum (PyTorch) or is added to it (Keras).</summary>
    public OptimizerConvention Convention { get; init; }

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε, added to the maximum.</param>
    /// <returns>A new optimizer.</returns>
    public static Adamax Keras(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7) =>
        new(learningRate) { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, Convention = OptimizerConvention.Keras };

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => [new("exp_avg"), new("exp_inf")];

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Beta1), Beta1), (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        VectorUpdate.Run(new Rule(this), parameters, gradients, Buffer(0), Buffer(1));

    private readonly struct Rule(Adamax options) : IUpdateRule
    {
        private readonly Vector<float> _keep1 = new((float)options.Beta1), _add1 = new((float)(1 - options.Beta1)), _keep2 = new((float)options.Beta2);
        private readonly Vector<float> _rate = new((float)(options.LearningRate / options.Correction1)), _decay = new((float)options.WeightDecay);
        // One of the two is ε, the other 0.
        private readonly Vector<float> _inside = new(options.Convention == OptimizerConvention.Keras ? 0 : (float)options.Epsilon);
        private readonly Vector<float> _outside = new(options.Convention == OptimizerConvention.Keras ? (float)options.Epsilon : 0);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> m, ref Vector<float> u, ref Vector<float> s2)
        {
            g += _decay * p;
            m = _keep1 * m + _add1 * g;
            u = Vector.Max(_keep2 * u, Vector.Abs(g) + _inside);
            return p - _rate * m / (u + _outside);
        }
    }
}
