using System.Globalization;

namespace Netsmith;

/// <summary>How values are laid along an axis.</summary>
internal enum AxisScale
{
    /// <summary>In proportion.</summary>
    Linear,

    /// <summary>In proportion, labelled at whole numbers only: epochs.</summary>
    Whole,

    /// <summary>In proportion, labelled as percentages: shares.</summary>
    Percent,

    /// <summary>By magnitude; values must be above 0.</summary>
    Logarithmic,
}

/// <summary>An axis: where a value lies on it, from 0 to 1, and what is written along it.</summary>
internal sealed class Axis
{
    private const int MostTicks = 6;
    private readonly double _first;
    private readonly double _last;

    private Axis(AxisScale scale, double least, double most, IReadOnlyList<(double Value, string Label)> ticks)
    {
        Scale = scale;
        (_first, _last) = (Transform(least), Transform(most));
        Ticks = ticks;
    }

    /// <summary>How values are laid along it.</summary>
    public AxisScale Scale { get; }

    /// <summary>The labelled values, ascending.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>Whether a value can be drawn: finite, of a magnitude that arithmetic here can stand, above 0 on a logarithmic axis.</summary>
    public static bool CanShow(double value, AxisScale scale) =>
        Math.Abs(value) <= 1e100 && (scale != AxisScale.Logarithmic || value >= 1e-100);

    /// <summary>An axis that holds all values that can be shown.</summary>
    /// <param name="values">The values.</param>
    /// <param name="scale">How they are laid out.</param>
    /// <param name="widen">Whether the axis reaches to the next round value beyond them.</param>
    /// <returns>The axis; from 0 to 1 where no value can be shown.</returns>
    public static Axis Fit(IEnumerable<double> values, AxisScale scale, bool widen)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (CanShow(value, scale))
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }
        if (least > most)
            (least, most) = scale == AxisScale.Logarithmic ? (0.1, 1) : (0, 1);
        return scale == AxisScale.Logarithmic ? Logarithmic(least, most, widen) : Linear(least, most, scale, widen);
    }

    /// <summary>Where a value lies: 0 at the axis's first value, 1 at its last.</summary>
    public double Position(double value) => (Transform(value) - _first) / (_last - _first);

    private double Transform(double value) => Scale == AxisScale.Logarithmic ? Math.Log10(value) : value;

    private static Axis Linear(double least, double most, AxisScale scale, bool widen)
    {
        // Values that are equal but for rounding get room around them.
        double magnitude = Math.Max(Math.Abs(least), Math.Abs(most));
        if (most - least <= magnitude * 1e-9)
        {
            double room = scale == AxisScale.Whole ? 0.5 : magnitude == 0 ? 0.5 : magnitude * 0.1;
            (least, most) = (least - room, most + room);
            if (scale == AxisScale.Percent)
                (least, most) = (Math.Max(0, least), Math.Min(1, most));
        }
        double step = RoundStep((most - least) / (MostTicks - 1));
        if (scale == AxisScale.Whole)
            step = Math.Max(1, Math.Ceiling(step)); // not 2.5, but 3
        double first = widen ? Math.Floor(least / step + 1e-9) : Math.Ceiling(least / step - 1e-9);
        double last = widen ? Math.Ceiling(most / step - 1e-9) : Math.Floor(most / step + 1e-9);
        List<(double, string)> ticks = [];
        for (double tick = first; tick <= last; tick++)
            ticks.Add((tick * step, Label(tick * step, step, scale)));
        return widen ? new Axis(scale, first * step, last * step, ticks) : new Axis(scale, least, most, ticks);
    }

    private static Axis Logarithmic(double least, double most, bool widen)
    {
        if (most / least <= 1 + 1e-9)
            (least, most) = (least / 2, most * 2);
        bool fine = most / least < 1000;
        // Candidates: 1, 2 and 5 times powers of ten, or powers of ten alone where there are many.
        List<double> candidates = [];
        for (int power = (int)Math.Floor(Math.Log10(least)) - 1; power <= (int)Math.Ceiling(Math.Log10(most)) + 1; power++)
        {
            foreach (int digit in fine ? (int[])[1, 2, 5] : [1])
                candidates.Add(digit * Math.Pow(10, power));
        }
        if (widen)
        {
            least = candidates.Last(value => value <= least * (1 + 1e-9));
            most = candidates.First(value => value >= most * (1 - 1e-9));
        }
        double[] inside = [.. candidates.Where(value => value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9))];
        int every = (inside.Length - 1) / (MostTicks + 2) + 1;
        return new Axis(AxisScale.Logarithmic, least, most, [.. inside.Where((_, index) => index % every == 0).Select(value => (value, fine ? Figure.Number(value) : Power(value)))]);
    }

    /// <summary>The label of a power of ten among many: short, since they stand close.</summary>
    private static string Power(double value) => value < 9e-4 ? value.ToString("0e+0", CultureInfo.InvariantCulture) : Figure.Number(value);

    /// <summary>The next of 1, 2, 2.5, 5 times a power of ten.</summary>
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (double digit in (double[])[1, 2, 2.5, 5])
        {
            if (digit * power >= least * (1 - 1e-9))
                return digit * power;
        }
        return 10 * power;
    }

    private static string Label(double value, double step, AxisScale scale)
    {
        if (scale == AxisScale.Percent)
            return Label(value * 100, step * 100, AxisScale.Linear) + " %";
        if (value != 0 && (Math.Abs(value) >= 1e6 || step < 1e-4))
            return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        // As many decimals as the step has.
        int decimals = 0;
        for (double scaled = step; decimals < 6 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled; scaled *= 10)
            decimals++;
        string label = value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return label.AsSpan().Trim("-0.").IsEmpty ? "0" : label;
    }
}
