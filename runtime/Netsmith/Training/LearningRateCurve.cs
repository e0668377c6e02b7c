namespace Netsmith;

/// <summary>
/// The smoothed loss by learning rate, and fastai's suggestions from it. They look at the curve without its first tenth and its last
/// five points, and are null where too few are left: then training diverged within the first steps, or was given too few.
/// </summary>
public sealed class LearningRateCurve
{
    private const int SkippedAtEnd = 5;

    /// <summary>Creates a curve.</summary>
    /// <param name="rates">The learning rates, ascending, above 0.</param>
    /// <param name="losses">The smoothed loss at each of them.</param>
    /// <param name="hasDiverged">Whether the search ended because the loss grew.</param>
    /// <param name="plannedSteps">How many steps the search was to take; a tenth of them is left out at the beginning.</param>
    /// <exception cref="ArgumentException">There are more losses than rates, or fewer.</exception>
    public LearningRateCurve(IReadOnlyList<double> rates, IReadOnlyList<double> losses, bool hasDiverged, int plannedSteps)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(losses);
        if (rates.Count != losses.Count)
            throw new ArgumentException(FormattableString.Invariant($"Expected {rates.Count} losses, one for each rate, found {losses.Count}."), nameof(losses));
        ArgumentOutOfRangeException.ThrowIfNegative(plannedSteps);
        Rates = Array.AsReadOnly([.. rates]);
        Losses = Array.AsReadOnly([.. losses]);
        HasDiverged = hasDiverged;
        int first = plannedSteps / 10, count = rates.Count - first - SkippedAtEnd;
        double[] x = [.. rates.Skip(first).Take(count)], y = [.. losses.Skip(first).Take(count)];
        if (y.Length == 0)
            return;
        Valley = x[ValleyIndex(y)];
        Minimum = x[Array.IndexOf(y, y.Min())] / 10;
        if (y.Length > 1)
            Steepest = x[SteepestIndex(x, y)];
    }

    /// <summary>The learning rates tried.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The exponentially smoothed loss at each rate: β = 0.98, corrected for its start.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Whether the search ended because the loss exceeded four times its best or was no longer finite.</summary>
    public bool HasDiverged { get; }

    /// <summary>About half way down the longest valley: fastai's default suggestion.</summary>
    public double? Valley { get; }

    /// <summary>Where the loss falls fastest per factor of the rate.</summary>
    public double? Steepest { get; }

    /// <summary>A tenth of the rate with the lowest loss.</summary>
    public double? Minimum { get; }

    /// <summary>fastai's "valley": the longest decreasing subsequence, a half of its middle third further than its first third.</summary>
    private static int ValleyIndex(double[] losses)
    {
        int[] lengths = new int[losses.Length];
        Array.Fill(lengths, 1);
        (int start, int end) = (0, 0);
        for (int i = 1; i < losses.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (losses[i] < losses[j] && lengths[i] < lengths[j] + 1)
                    lengths[i] = lengths[j] + 1;
                if (lengths[end] < lengths[i])
                    (start, end) = (i - lengths[i], i);
            }
        }
        double sections = (end - start) / 3.0;
        // A valley that begins at the first point starts at -1 there.
        return Math.Max(0, start + (int)sections + (int)(sections / 2));
    }

    private static int SteepestIndex(double[] rates, double[] losses)
    {
        (int steepest, double slope) = (0, double.PositiveInfinity);
        for (int i = 0; i + 1 < losses.Length; i++)
        {
            double next = (losses[i + 1] - losses[i]) / (Math.Log(rates[i + 1]) - Math.Log(rates[i]));
            if (next < slope)
                (steepest, slope) = (i, next);
        }
        return steepest;
    }
}
