namespace Netsmith;

/// <summary>
/// The Adam family: a moving average m of the gradients and one of their size, both corrected for their start at 0.
/// </summary>
public abstract class MomentOptimizer : Optimizer
{
    private double _beta1 = 0.9;

    private protected MomentOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>β₁, the weight of the past in the average of the gradients, at least 0 and below 1; 0.9 unless set.</summary>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = HyperParameter.Decay(value, nameof(Beta1));
    }

    /// <summary>β₂, the weight of the past in the average of their size, at least 0 and below 1; 0.999 unless set.</summary>
    public double Beta2 { get; init => field = HyperParameter.Decay(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, what keeps the divisor away from 0, at least 0; 1e-8 unless set.</summary>
    public double Epsilon { get; init => field = HyperParameter.NonNegative(value, nameof(Epsilon)); } = 1e-8;

    /// <summary>True: schedules may cycle β₁, as PyTorch's <c>OneCycleLR</c> does.</summary>
    public override bool HasMomentum => true;

    /// <summary>β₁.</summary>
    public override double? CurrentMomentum => HasMomentum ? _beta1 : null;

    /// <inheritdoc/>
    public override void SetMomentum(double momentum) => _beta1 = HyperParameter.Decay(momentum, nameof(momentum));

    /// <summary>1 − β₁ᵗ, by which m is divided in step t. The powers are PyTorch's: of the present β, not a product over the steps.</summary>
    private protected double Correction1 => 1 - Math.Pow(_beta1, StepCount);

    /// <summary>1 − β₂ᵗ.</summary>
    private protected double Correction2 => 1 - Math.Pow(Beta2, StepCount);
}
