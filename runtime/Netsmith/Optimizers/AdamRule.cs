using System.Numerics;

namespace Netsmith;

/// <summary>The rule that <see cref="Adam"/> and <see cref="AdamW"/> share; they differ in how weights decay.</summary>
/// <remarks>
/// Both conventions are p − rate·m/(√v·scale + ε): PyTorch has scale = 1/√(1 − β₂ᵗ) and rate = lr/(1 − β₁ᵗ); Keras has scale = 1 and
/// rate = lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ).
/// </remarks>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly Vector<float> _keep1, _add1, _keep2, _add2, _rate, _scale, _epsilon, _decay, _shrink;
    private readonly bool _amsGrad;

    /// <param name="options">β₁, β₂, ε and the learning rate.</param>
    /// <param name="amsGrad">Whether there is a third buffer, for the largest v.</param>
    /// <param name="convention">Where ε stands.</param>
    /// <param name="correction1">1 − β₁ᵗ.</param>
    /// <param name="correction2">1 − β₂ᵗ.</param>
    /// <param name="weightDecay">λ of decay through the gradient.</param>
    /// <param name="shrink">lr·λ of decoupled decay.</param>
    public AdamRule(MomentOptimizer options, bool amsGrad, OptimizerConvention convention, double correction1, double correction2, double weightDecay, double shrink)
    {
        bool keras = convention == OptimizerConvention.Keras;
        _keep1 = new((float)options.Beta1);
        _add1 = new((float)(1 - options.Beta1));
        _keep2 = new((float)options.Beta2);
        _add2 = new((float)(1 - options.Beta2));
        _rate = new((float)(options.LearningRate / correction1 * (keras ? Math.Sqrt(correction2) : 1)));
        _scale = new(keras ? 1 : (float)(1 / Math.Sqrt(correction2)));
        _epsilon = new((float)options.Epsilon);
        _decay = new((float)weightDecay);
        _shrink = new((float)(1 - shrink));
        _amsGrad = amsGrad;
    }

    /// <summary>The buffers of the rule.</summary>
    public static IReadOnlyList<StateBuffer> State(bool amsGrad) =>
        amsGrad ? [new("exp_avg"), new("exp_avg_sq"), new("max_exp_avg_sq")] : [new("exp_avg"), new("exp_avg_sq")];

    public Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> m, ref Vector<float> v, ref Vector<float> largest)
    {
        g += _decay * p;
        m = _keep1 * m + _add1 * g;
        v = _keep2 * v + _add2 * (g * g);
        Vector<float> size = v;
        if (_amsGrad)
            size = largest = Vector.Max(largest, v);
        return p * _shrink - _rate * m / (Vector.SquareRoot(size) * _scale + _epsilon);
    }
}
