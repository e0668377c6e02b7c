namespace Netsmith;

/// <summary>The base rate, always.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position) => baseRate;
}
