using System.Globalization;

namespace Netsmith;

/// <summary>Which parameters training changes, and how fast: from the names of the options to ranges of the flat parameters.</summary>
internal sealed class ParameterSelection
{
    private ParameterSelection(TrainableRange[] trainable, TrainableRange[] frozen, bool isEverything)
    {
        Trainable = trainable;
        Frozen = frozen;
        IsEverything = isEverything;
    }

    /// <summary>What changes, in order.</summary>
    public TrainableRange[] Trainable { get; }

    /// <summary>What does not.</summary>
    public TrainableRange[] Frozen { get; }

    /// <summary>Whether all parameters change with the same rate.</summary>
    public bool IsEverything { get; }

    public static ParameterSelection Create(NetworkSummary summary, IReadOnlyList<string>? frozenNames, IReadOnlyDictionary<string, double>? factors)
    {
        foreach (string name in frozenNames ?? [])
            Check(summary, name, "FrozenParameters");
        foreach ((string name, double factor) in factors ?? new Dictionary<string, double>())
        {
            Check(summary, name, "LearningRateFactors");
            if (!(factor >= 0) || !float.IsFinite((float)factor))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"LearningRateFactors: expected finite factors of at least 0, found {factor} for '{name}'."), "options");
        }
        List<TrainableRange> trainable = [], frozen = [];
        foreach (ParameterInfo parameter in summary.Parameters)
        {
            string layer = Layer(parameter.Name);
            bool isFrozen = frozenNames is not null && (frozenNames.Contains(parameter.Name) || frozenNames.Contains(layer));
            float factor = 1;
            if (factors is not null && (factors.TryGetValue(parameter.Name, out double given) || factors.TryGetValue(layer, out given)))
                factor = (float)given;
            Append(isFrozen ? frozen : trainable, new TrainableRange(parameter.Offset, parameter.Length, isFrozen ? 1 : factor));
        }
        if (trainable.Count == 0 && frozen.Count > 0)
            throw new ArgumentException("FrozenParameters: expected at least one tensor that is left to train, found none. Take a name out.", "options");
        return new ParameterSelection([.. trainable], [.. frozen], frozen.Count == 0 && trainable.TrueForAll(static range => range.RateFactor == 1));
    }

    /// <summary>"0" of "0.weight".</summary>
    public static string Layer(string parameterName)
    {
        int dot = parameterName.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? parameterName : parameterName[..dot];
    }

    private static void Append(List<TrainableRange> ranges, TrainableRange next)
    {
        if (ranges.Count > 0 && ranges[^1] is var last && last.Start + last.Length == next.Start && last.RateFactor == next.RateFactor)
            ranges[^1] = last with { Length = last.Length + next.Length };
        else if (next.Length > 0)
            ranges.Add(next);
    }

    private static void Check(NetworkSummary summary, string name, string option)
    {
        if (!summary.Parameters.Any(parameter => parameter.Name == name || Layer(parameter.Name) == name))
        {
            throw new ArgumentException($"{option}: expected a tensor or layer with parameters of {summary.Name} "
                + $"({string.Join(", ", summary.Parameters.Select(static parameter => parameter.Name))}), found '{name}'.", "options");
        }
    }
}
