using System.Numerics;

namespace Netsmith;

/// <summary>
/// RMSprop: divides each gradient by the root of a moving average of its square. PyTorch: <c>torch.optim.RMSprop</c>.
/// </summary>
/// <remarks>
/// g ← g + λ·p; v ← α·v + (1 − α)·g²; where <see cref="Centered"/>, m ← α·m + (1 − α)·g and ṽ = v − m², otherwise ṽ = v;
/// d = g/(√ṽ + ε), Keras g/√(ṽ + ε); with <see cref="Momentum"/> μ, b ← μ·b + d and p ← p − lr·b, otherwise p ← p − lr·d
/// (Keras has the learning rate inside b).
/// </remarks>
public sealed class RmsProp : Optimizer
{
    private double _momentum;

    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public RmsProp(float learningRate = 0.01f)
        : base(learningRate)
    {
    }

    /// <summary>The weight α of the past in the moving averages, at least 0 and below 1; 0.99 unless set.</summary>
    public double Alpha { get; init => field = HyperParameter.Decay(value, nameof(Alpha)); } = 0.99;

    /// <summary>ε, what keeps the divisor away from 0, at least 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = HyperParameter.NonNegative(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>How much of the last direction is kept, at least 0 and below 1; 0 unless set.</summary>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = HyperParameter.Decay(value, nameof(Momentum));
    }

    /// <summary>Whether to divide by an estimate of the deviation, which subtracts the mean, instead of the root mean square.</summary>
    public bool Centered { get; init; }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether ε stands outside the root (PyTorch) or inside (Keras).</summary>
    public OptimizerConvention Convention { get; init; }

    /// <inheritdoc/>
    public override bool HasMomentum => _momentum > 0;

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="rho">The weight of the past in the moving averages; PyTorch calls it α.</param>
    /// <param name="momentum">The momentum, at least 0 and below 1.</param>
    /// <param name="epsilon">ε, inside the root.</param>
    /// <param name="centered">Whether to subtract the mean.</param>
    /// <returns>A new optimizer.</returns>
    public static RmsProp Keras(float learningRate = 0.001f, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false) =>
        new(learningRate) { Alpha = rho, Momentum = momentum, Epsilon = epsilon, Centered = centered, Convention = OptimizerConvention.Keras };

    /// <inheritdoc/>
    public override void SetMomentum(double momentum)
    {
        if (!HasMomentum)
            base.SetMomentum(momentum);
        // Never quite 0: the momentum buffer stays.
        _momentum = Math.Max(HyperParameter.Decay(momentum, nameof(momentum)), double.Epsilon);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => (HasMomentum, Centered) switch
    {
        (false, false) => [new("square_avg")],
        (true, false) => [new("square_avg"), new("momentum_buffer")],
        (false, true) => [new("square_avg"), new("grad_avg")],
        _ => [new("square_avg"), new("momentum_buffer"), new("grad_avg")],
    };

    /// <inheritdoc/>
    public override double? CurrentMomentum => HasMomentum ? _momentum : null;

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Alpha), Alpha), (nameof(Epsilon), Epsilon), (nameof(Momentum), Momentum), (nameof(Centered), Centered), (nameof(WeightDecay), WeightDecay), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Span<float> momentum = HasMomentum ? Buffer(1) : default;
        Span<float> average = Centered ? Buffer(HasMomentum ? 2 : 1) : default;
        VectorUpdate.Run(new Rule(this), parameters, gradients, Buffer(0), momentum, average);
    }

    private readonly struct Rule(RmsProp options) : IUpdateRule
    {
        private readonly Vector<float> _rate = new(options.LearningRate), _decay = new((float)options.WeightDecay), _epsilon = new((float)options.Epsilon);
        private readonly Vector<float> _keep = new((float)options.Alpha), _add = new((float)(1 - options.Alpha)), _momentum = new((float)options._momentum);
        private readonly bool _centered = options.Centered, _hasMomentum = options.HasMomentum, _keras = options.Convention == OptimizerConvention.Keras;

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> v, ref Vector<float> b, ref Vector<float> m)
        {
            g += _decay * p;
            v = _keep * v + _add * (g * g);
            Vector<float> variance = v;
            if (_centered)
            {
                m = _keep * m + _add * g;
                // Rounding may leave a difference below 0, whose root is not a number.
                variance = Vector.Max(v - m * m, Vector<float>.Zero);
            }
            Vector<float> divisor = _keras ? Vector.SquareRoot(variance + _epsilon) : Vector.SquareRoot(variance) + _epsilon;
            Vector<float> step = (_keras ? _rate * g : g) / divisor;
            if (_hasMomentum)
                step = b = _momentum * b + step;
            return p - (_keras ? step : _rate * step);
        }
    }
}
