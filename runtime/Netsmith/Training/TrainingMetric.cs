namespace Netsmith;

/// <summary>What an epoch is judged by.</summary>
public enum TrainingMetric
{
    /// <summary>The mean loss over the validation data; lower is better.</summary>
    ValidationLoss,

    /// <summary>The share of right answers on the validation data; higher is better.</summary>
    ValidationAccuracy,

    /// <summary>The mean loss over the training data; lower is better.</summary>
    Loss,

    /// <summary>The share of right answers in training; higher is better.</summary>
    Accuracy,
}

/// <summary>Reads and compares metrics.</summary>
internal static class TrainingMetrics
{
    public static bool NeedsValidation(this TrainingMetric metric) => metric is TrainingMetric.ValidationLoss or TrainingMetric.ValidationAccuracy;

    public static bool NeedsAccuracy(this TrainingMetric metric) => metric is TrainingMetric.ValidationAccuracy or TrainingMetric.Accuracy;

    /// <summary>The metric before the first epoch: worse than every number.</summary>
    public static double Worst(this TrainingMetric metric) => metric.NeedsAccuracy() ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Whether a value is better than the best by more than <paramref name="minDelta"/>; what is not a number never is.</summary>
    public static bool IsBetter(this TrainingMetric metric, double value, double best, double minDelta = 0) =>
        metric.NeedsAccuracy() ? value - minDelta > best : value + minDelta < best;

    public static double Of(this TrainingMetric metric, double loss, double accuracy, double? validationLoss, double? validationAccuracy) => metric switch
    {
        TrainingMetric.ValidationLoss => validationLoss ?? double.NaN,
        TrainingMetric.ValidationAccuracy => validationAccuracy ?? double.NaN,
        TrainingMetric.Loss => loss,
        _ => accuracy,
    };

    /// <summary>Throws where training does not measure the metric.</summary>
    public static void Require(this TrainingMetric metric, bool hasValidation, bool hasAccuracy, string option)
    {
        if (!Enum.IsDefined(metric))
            throw new ArgumentException($"{option}: expected a TrainingMetric, found {(int)metric}.", "options");
        if (metric.NeedsValidation() && !hasValidation)
            throw new ArgumentException($"{option}: expected validation data to measure {metric} on, found none. Set Validation or ValidationFraction, or choose the metric {(metric.NeedsAccuracy() ? "Accuracy" : "Loss")}.", "options");
        if (metric.NeedsAccuracy() && !hasAccuracy)
            throw new ArgumentException($"{option}: expected a network whose answers are right or wrong for the metric {metric}, found one that predicts values. Choose ValidationLoss or Loss.", "options");
    }
}
