using System.Numerics;

namespace Netsmith;

/// <summary>
/// Adagrad: divides each gradient by the root of the sum of all its squares so far. PyTorch: <c>torch.optim.Adagrad</c>.
/// </summary>
/// <remarks>
/// g ← g + λ·p; s ← s + g²; r = lr/(1 + (t − 1)·<see cref="LearningRateDecay"/>); p ← p − r·g/(√s + ε), Keras p − r·g/√(s + ε).
/// </remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>Creates the optimizer with PyTorch's defaults.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    public Adagrad(float learningRate = 0.01f)
        : base(learningRate)
    {
    }

    /// <summary>How fast the learning rate falls with the steps, at least 0; 0 unless set. PyTorch: <c>lr_decay</c>.</summary>
    public double LearningRateDecay { get; init => field = HyperParameter.NonNegative(value, nameof(LearningRateDecay)); }

    /// <summary>The sum of squares before the first step, at least 0; 0 unless set.</summary>
    public double InitialAccumulator { get; init => field = HyperParameter.NonNegative(value, nameof(InitialAccumulator)); }

    /// <summary>ε, what keeps the divisor away from 0, at least 0; 1e-10 unless set.</summary>
    public double Epsilon { get; init => field = HyperParameter.NonNegative(value, nameof(Epsilon)); } = 1e-10;

    /// <summary>The factor λ of the parameter that is added to its gradient, at least 0; 0 unless set.</summary>
    public double WeightDecay { get; init => field = HyperParameter.NonNegative(value, nameof(WeightDecay)); }

    /// <summary>Whether ε stands outside the root (PyTorch) or inside (Keras).</summary>
    public OptimizerConvention Convention { get; init; }

    /// <summary>Keras's rule and defaults.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="initialAccumulator">The sum of squares before the first step.</param>
    /// <param name="epsilon">ε, inside the root.</param>
    /// <returns>A new optimizer.</returns>
    public static Adagrad Keras(float learningRate = 0.001f, double initialAccumulator = 0.1, double epsilon = 1e-7) =>
        new(learningRate) { InitialAccumulator = initialAccumulator, Epsilon = epsilon, Convention = OptimizerConvention.Keras };

    /// <inheritdoc/>
    protected override IReadOnlyList<StateBuffer> DescribeState() => [new("sum", (float)InitialAccumulator)];

    /// <inheritdoc/>
    protected override string DescribeSettings() => Settings((nameof(LearningRateDecay), LearningRateDecay), (nameof(InitialAccumulator), InitialAccumulator), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay), (nameof(Convention), Convention));

    /// <inheritdoc/>
    protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) =>
        VectorUpdate.Run(new Rule(this), parameters, gradients, Buffer(0));

    private readonly struct Rule(Adagrad options) : IUpdateRule
    {
        private readonly Vector<float> _rate = new((float)(options.LearningRate / (1 + (options.StepCount - 1) * options.LearningRateDecay)));
        private readonly Vector<float> _decay = new((float)options.WeightDecay), _epsilon = new((float)options.Epsilon);
        private readonly bool _keras = options.Convention == OptimizerConvention.Keras;

        public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> s, ref Vector<float> s1, ref Vector<float> s2)
        {
            g += _decay * p;
            s += g * g;
            return p - _rate * g / (_keras ? Vector.SquareRoot(s + _epsilon) : Vector.SquareRoot(s) + _epsilon);
        }
    }
}
