using System.ComponentModel;
using System.Numerics;

namespace Netsmith;

/// <summary>
/// Stochastic gradient descent, with momentum, dampening, Nesterov momentum and weight decay on request. PyTorch:
/// <c>torch.optim.SGD</c>.
/// </summary>
/// <remarks>
/// <para>g ← g + λ·p; b ← g in the first step, then b ← μ·b + (1 − τ)·g; d = g + μ·b (Nesterov) or b (momentum) or g; p ← p − lr·d.
/// Here λ is <see cref="WeightDecay"/>, μ <see cref="Momentum"/> and τ <see cref="Dampening"/>.</para>
/// <para>Without momentum and weight decay each element is one fused multiply-add, p = fma(−lr, g, p), rounded once.</para>
/// </remarks>
public sealed class Sgd : Optimizer
{
    private double _momentum;

    /// <summary>Creates plain gradient descent; set the properties for more.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0. PyTorch's default is 0.001.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public Sgd(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>How much of the last direction is kept, at least 0 and below 1; 0 unless set.</summary>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = HyperParameter.Decay(value, nameof(Momentum));
    }

    /// <summary>The new gradient enters the momentum times one minus this, 0 to 1; 0 unless set. Not with Nesterov momentum.</summary>
    public double Dampening { get; init => field = HyperParameter.Fraction(value, nameof(Dampening)); }

    /// <summary>Whether to step along g + μ·b instead of b. Needs a momentum above 0 and no dampening.</summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>
    /// Whether the learning rate is outside the momentum (PyTorch: p ← p − lr·b) or inside it (Keras: b ← μ·b − lr·g, p ← p + b).
    /// The two differ only where the learning rate changes during training.
    /// </summary>
    public OptimizerConvention Convention { get; init; }

    /// <summary>Whether the update is p = fma(−lr, g, p) and nothing else, which generated code fuses into the gradient's kernel.</summary>
    public bool IsPlain => _momentum == 0 && WeightDecay == 0 && !Nesterov;

    /// <inheritdoc/>
    public override bool HasMomentum => _momentum > 0;

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="momentum">The momentum, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether to use Nesterov momentum.</param>
    /// <returns>A new optimizer.</returns>
    public static Sgd Keras(float learningRate = 0.01f, double momentum = 0, bool nesterov = false) =>
        // Keras ignores nesterov where the momentum is 0.
        new(learningRate) { Momentum = momentum, Nesterov = nesterov && momentum > 0, Convention = OptimizerConvention.Keras };

    /// <summary>Counts a step of plain gradient descent that generated code has applied itself.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CountFusedStep() => CountStep();

    /// <inheritdoc/>
    public override void SetMomentum(double momentum)
    {
        if (!HasMomentum)
            base.SetMomentum(momentum);
        // Never quite 0: the momentum buffer and the choice of the rule stay those of an optimizer with momentum.
        _momentum = Math.Max(HyperParameter.Decay(momentum, nameof(momentum)), double.Epsilon);
    }

    /// <inheritdoc/>
    protected override void Validate()
    {
        if (Nesterov && (_momentum == 0 || Dampening != 0))
            throw new InvalidOperationException("Nesterov momentum expects a Momentum above 0 and a Dampening of 0. Set Momentum, or leave Nesterov off.");
        if (Convention == OptimizerConvention.Keras && Dampening != 0)
            throw new InvalidOperationException("Keras's rule has no dampening. Leave Dampening at 0, or use the PyTorch convention.");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => _momentum > 0 ? [new("momentum_buffer")] : [];

    /// <inheritdoc/>
    public override double? CurrentMomentum => HasMomentum ? _momentum : null;

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(Momentum), Momentum), (nameof(Dampening), Dampening), (nameof(Nesterov), Nesterov), (nameof(WeightDecay), WeightDecay), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (IsPlain)
            FusedUpdate.Run(parameters, gradients, -LearningRate);
        else if (_momentum == 0)
            VectorUpdate.Run(new DecayRule(LearningRate, WeightDecay), parameters, gradients, default);
        else if (Convention == OptimizerConvention.Keras)
            VectorUpdate.Run(new KerasRule(LearningRate, WeightDecay, _momentum, Nesterov), parameters, gradients, Buffer(0));
        else if (StepCount == 1) // The first momentum is the plain gradient, without dampening.
            VectorUpdate.Run(new MomentumRule(LearningRate, WeightDecay, 0, 1, _momentum, Nesterov), parameters, gradients, Buffer(0));
        else
            VectorUpdate.Run(new MomentumRule(LearningRate, WeightDecay, _momentum, 1 - Dampening, _momentum, Nesterov), parameters, gradients, Buffer(0));
    }

    private readonly struct DecayRule(float learningRate, double weightDecay) : IUpdateRule
    {
        private readonly Vector<float> _rate = new(learningRate), _decay = new((float)weightDecay);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> s0, ref Vector<float> s1, ref Vector<float> s2) =>
            p - _rate * (g + _decay * p);
    }

    private readonly struct MomentumRule(float learningRate, double weightDecay, double keep, double add, double momentum, bool nesterov) : IUpdateRule
    {
        private readonly Vector<float> _rate = new(learningRate), _decay = new((float)weightDecay);
        private readonly Vector<float> _keep = new((float)keep), _add = new((float)add), _momentum = new((float)momentum);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> b, ref Vector<float> s1, ref Vector<float> s2)
        {
            g += _decay * p;
            b = _keep * b + _add * g;
            return p - _rate * (nesterov ? g + _momentum * b : b);
        }
    }

    private readonly struct KerasRule(float learningRate, double weightDecay, double momentum, bool nesterov) : IUpdateRule
    {
        private readonly Vector<float> _rate = new(learningRate), _decay = new((float)weightDecay), _momentum = new((float)momentum);

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> b, ref Vector<float> s1, ref Vector<float> s2)
        {
            Vector<float> step = _rate * (g + _decay * p);
            b = _momentum * b - step;
            return nesterov ? p + (_momentum * b - step) : p + b;
        }
    }
}
