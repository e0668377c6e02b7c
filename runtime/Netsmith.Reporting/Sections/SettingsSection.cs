using System.Globalization;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>What a run was set to.</summary>
internal static class SettingsSection
{
    /// <summary>A row for each setting.</summary>
    public static ReportSection Create(string heading, IEnumerable<(string Name, object? Value)> settings)
    {
        return new(heading,
        [
            Element("table", Class("settings"), Element("tbody", settings.Select(setting => Element("tr",
                Element("th", Attribute("scope", "row"), Class("text"), setting.Name), Element("td", Class("text wrap"), Show(setting.Value)))))),
        ], IsNarrow: true);
    }

    /// <summary>The settings of <c>Fit</c>.</summary>
    public static IEnumerable<(string Name, object? Value)> Describe(TrainingOptions options)
    {
        yield return ("Epochs", options.Epochs);
        yield return ("Batch size", options.BatchSize);
        yield return ("Optimizer", options.Optimizer);
        if (options.Schedule is LearningRateSchedule schedule)
            yield return ("Schedule", schedule.GetType().Name);
        if (options.EarlyStopping is EarlyStopping stopping)
            yield return ("Early stopping", Figure.Text($"{stopping.Metric}, patience {stopping.Patience}{(stopping.MinDelta > 0 ? Figure.Text($", at least {stopping.MinDelta} better") : "")}"));
        if (options.ClipValue is float clipValue)
            yield return ("Gradients clipped to", Figure.Text($"±{clipValue}"));
        if (options.ClipNorm is float clipNorm)
            yield return ("Gradients clipped to", Figure.Text($"norm {clipNorm}"));
        if (options.AccumulationSteps > 1)
            yield return ("Batches an update", options.AccumulationSteps);
        if (options.FrozenParameters.Count > 0)
            yield return ("Frozen", string.Join(", ", options.FrozenParameters));
        if (options.LearningRateFactors is { Count: > 0 } factors)
            yield return ("Learning rate factors", string.Join(", ", factors.Select(factor => Figure.Text($"{factor.Key}: {factor.Value}"))));
        if (options.ClassWeights is { Count: > 0 } weights)
            yield return ("Class weights", string.Join(", ", weights.Select(weight => Figure.Text($"{weight}"))));
        if (options.Validation is Dataset validation)
            yield return ("Validation", Figure.Text($"{Figure.Count(validation.Count)} samples"));
        else if (options.ValidationFraction > 0)
            yield return ("Validation", Figure.Text($"{options.ValidationFraction * 100:0.##} % of the training data"));
        if (options.ContinueFrom is { Epochs: [.., EpochResult last] })
            yield return ("Continues after epoch", last.Epoch);
        yield return ("Shuffled", options.Shuffle);
        yield return ("Seed", options.Seed);
        if (options.Threads > 1)
            yield return ("Threads", options.Threads);
    }

    private static string Show(object? value) => value switch
    {
        null => Figure.None,
        bool yes => yes ? "yes" : "no",
        TimeSpan time => Figure.Seconds(time.TotalSeconds),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? Figure.None,
    };
}
