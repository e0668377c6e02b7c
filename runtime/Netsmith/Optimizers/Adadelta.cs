using System.Numerics;

namespace Netsmith;

/// <summary>
/// Adadelta: scales each gradient by the ratio of the root mean squares of past steps and past gradients. PyTorch:
/// <c>torch.optim.Adadelta</c>.
/// </summary>
/// <remarks>g ← g + λ·p; v ← ρ·v + (1 − ρ)·g²; Δ = √(a + ε)/√(v + ε)·g; a ← ρ·a + (1 − ρ)·Δ²; p ← p − lr·Δ. Keras's rule is the same.</remarks>
public sealed class Adadelta : Optimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public Adadelta(float learningRate = 1f)
        : base(learningRate)
    {
    }

    /// <summary>The weight ρ of the past in the moving averages, at least 0 and below 1; 0.9 unless set.</summary>
    public double Rho { get; init => field = HyperParameter.Decay(value, nameof(Rho)); } = 0.9;

    /// <summary>ε, inside both roots, above 0; 1e-6 unless set. At 0 the first step would be 0, and so all others.</summary>
    public double Epsilon { get; init => field = HyperParameter.Positive(value, nameof(Epsilon)); } = 1e-6;

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>Keras's defaults; the rule is the same.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="rho">The weight of the past in the moving averages.</param>
    /// <param name="epsilon">ε, inside both roots.</param>
    /// <returns>A new optimizer.</returns>
    public static Adadelta Keras(float learningRate = 0.001f, double rho = 0.95, double epsilon = 1e-7) =>
        new(learningRate) { Rho = rho, Epsilon = epsilon };

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => [new("square_avg"), new("acc_delta")];

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Rho), Rho), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        VectorUpdate.Run(new Rule(this), parameters, gradients, Buffer(0), Buffer(1));

    private readonly struct Rule(Adadelta options) : IUpdateRule
    {
        private readonly Vector<float> _rate = new(options.LearningRate), _decay = new((float)options.WeightDecay), _epsilon = new((float)options.Epsilon);
        private readonly Vector<float> _keep = new((float)options.Rho), _add = new((float)(1 - options.Rho));

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> v, ref Vector<float> a, ref Vector<float> s2)
        {
            g += _decay * p;
            v = _keep * v + _add * (g * g);
            Vector<float> step = Vector.SquareRoot(a + _epsilon) / Vector.SquareRoot(v + _epsilon) * g;
            a = _keep * a + _add * (step * step);
            return p - _rate * step;
        }
    }
}
