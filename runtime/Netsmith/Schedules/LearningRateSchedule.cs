using System.Globalization;

namespace Netsmith;

/// <summary>
/// How the learning rate changes during training: a function of the base rate (the one the optimizer was created with) and of a
/// position that counts from 0. <see cref="Interval"/> says whether positions are epochs or steps.
/// </summary>
/// <remarks>
/// Rates are computed in double precision and from the position alone, so that a resumed run needs no history. The exception is
/// <see cref="ReduceOnPlateau"/>, which follows a metric.
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>Whether a position is an epoch or a step (one batch); the epoch unless a schedule says otherwise.</summary>
    public ScheduleInterval Interval { get; init; } = ScheduleInterval.Epoch;

    /// <summary>The learning rate at a position.</summary>
    /// <param name="baseRate">The optimizer's own learning rate, finite and at least 0.</param>
    /// <param name="position">Epochs or steps completed before, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public double GetRate(double baseRate, long position)
    {
        HyperParameter.NonNegative(baseRate, nameof(baseRate));
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return Rate(baseRate, position);
    }

    /// <summary>The learning rate at a position, in the precision of <see cref="Optimizer.LearningRate"/>.</summary>
    /// <param name="baseRate">The optimizer's own learning rate, finite and at least 0.</param>
    /// <param name="position">Epochs or steps completed before, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public float GetLearningRate(float baseRate, long position) => (float)GetRate(baseRate, position);

    /// <summary>The momentum (β₁ for the Adam family) at a position; null where the schedule leaves it alone.</summary>
    /// <param name="position">Epochs or steps completed before, at least 0.</param>
    public virtual double? GetMomentum(long position) => null;

    /// <summary>
    /// How many positions the schedule was made for; null for any number. Beyond it, the last rate stays: compare it with the length
    /// of training to find a mistake early.
    /// </summary>
    public virtual long? Length => null;

    /// <summary>Tells the schedule how training went, once after each position. Only <see cref="ReduceOnPlateau"/> listens.</summary>
    /// <param name="metric">The validation loss, for example.</param>
    public virtual void Report(double metric)
    {
    }

    /// <summary>Forgets everything that was reported, for a new run.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>What has to be kept, beside the position, to continue after a restart; empty where there is nothing.</summary>
    public virtual IReadOnlyList<double> GetState() => [];

    /// <summary>Continues from what <see cref="GetState"/> gave.</summary>
    /// <param name="state">The state of a schedule with the same options.</param>
    /// <exception cref="ArgumentException">It is the state of another schedule.</exception>
    public virtual void SetState(IReadOnlyList<double> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count != 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected no state, which {GetType().Name} has none of, found {state.Count} numbers."), nameof(state));
    }

    /// <summary>The rule; the arguments have been checked.</summary>
    /// <param name="baseRate">The optimizer's own learning rate.</param>
    /// <param name="position">Epochs or steps completed before.</param>
    protected abstract double Rate(double baseRate, long position);
}

/// <summary>What a schedule counts.</summary>
public enum ScheduleInterval
{
    /// <summary>The rate changes between epochs.</summary>
    Epoch,

    /// <summary>The rate changes with every step, that is, every batch.</summary>
    Step,
}
