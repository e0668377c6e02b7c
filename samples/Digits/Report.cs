using Netsmith;

namespace Digits;

/// <summary>What training and test have shown, as one HTML file.</summary>
internal static class Report
{
    /// <summary>The report of a run; <paramref name="history"/> is null where a saved network was only tested.</summary>
    public static HtmlReport Create(DigitsOptions options, IDigitNetwork network, TrainingHistory? history, Evaluation result, Dataset test)
    {
        var report = new HtmlReport($"Digits: {options.Network.Sizes}");
        report.AddSettings(Settings(options));
        report.AddSummary(options.Network.Summary);
        if (history is not null)
            report.AddHistory(history);
        return report.AddEvaluation(result, "Test digits").AddWorstPredictions(network, test).AddFirstLayerWeights(network);
    }

    private static IEnumerable<(string Name, object? Value)> Settings(DigitsOptions options)
    {
        yield return ("Digits", options.Data ?? "drawn by the program");
        if (options.Evaluate is not null)
        {
            yield return ("Loaded from", options.Evaluate);
            yield break;
        }
        yield return ("Epochs", options.Epochs);
        yield return ("Batch size", options.BatchSize);
        yield return ("Learning rate", options.LearningRate);
        yield return ("Momentum", options.Momentum);
        yield return ("Seed", options.Seed);
    }
}
