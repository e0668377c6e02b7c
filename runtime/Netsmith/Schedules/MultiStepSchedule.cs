using System.Globalization;

namespace Netsmith;

/// <summary>rate = base·γ^(number of milestones reached). PyTorch: <c>MultiStepLR(milestones, gamma)</c>.</summary>
public sealed class MultiStepSchedule : LearningRateSchedule
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="milestones">The positions from which the rate is lower, ascending, each at least 1.</param>
    /// <param name="gamma">The factor γ, finite and at least 0.</param>
    /// <exception cref="ArgumentException">The milestones do not ascend.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> is out of range.</exception>
    public MultiStepSchedule(IEnumerable<int> milestones, double gamma = 0.1)
    {
        _milestones = Milestones(milestones, nameof(milestones));
        _gamma = HyperParameter.NonNegative(gamma, nameof(gamma));
    }

    /// <inheritdoc/>
    protected override double Rate(double baseRate, long position)
    {
        int reached = 0;
        while (reached < _milestones.Length && _milestones[reached] <= position)
            reached++;
        return baseRate * Math.Pow(_gamma, reached);
    }

    /// <summary>A copy of milestones that ascend from 1.</summary>
    internal static int[] Milestones(IEnumerable<int> milestones, string name)
    {
        ArgumentNullException.ThrowIfNull(milestones, name);
        int[] copy = [.. milestones];
        for (int i = 0; i < copy.Length; i++)
        {
            int before = i == 0 ? 0 : copy[i - 1];
            if (copy[i] <= before)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected ascending milestones of at least 1, found {copy[i]} after {before}."), name);
        }
        return copy;
    }
}
