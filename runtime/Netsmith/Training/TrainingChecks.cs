using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>What a data set must be for a network. Everything is checked before the first step, so that no run fails halfway.</summary>
internal static class TrainingChecks
{
    /// <summary>Throws an <see cref="ArgumentException"/> where the data does not fit the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data.</param>
    /// <param name="what">What messages call the data: "training data".</param>
    /// <param name="parameterName">The argument at fault.</param>
    public static void Data(ITrainableNetwork network, Dataset data, string what, string parameterName)
    {
        NetworkSummary summary = network.Summary;
        if (data.Count == 0)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected at least one sample of {what}, found none."), parameterName);
        if (data.SampleSize != summary.InputSize)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected {what} with {summary.InputSize} features a sample, the input {ShapeText.Format([.. summary.InputShape])} of {summary.Name}, "
                + $"found {data.SampleSize} ({ShapeText.Format(data.SampleShape)}). Change [Network] or prepare the data to match."), parameterName);
        }
        if (network.OutputKind == OutputKind.Classes)
            Labels(data, summary.OutputSize, what, parameterName);
        else if (data.IsClassification)
            BinaryLabels(network, data, what, parameterName);
        else
            Targets(network, data, what, parameterName);
    }

    /// <summary>Throws an <see cref="ArgumentException"/> where options contradict each other or the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="hasValidation">Whether there is validation data.</param>
    /// <param name="options">The options.</param>
    /// <param name="updatesPerEpoch">How many updates an epoch has.</param>
    public static void Options(ITrainableNetwork network, bool hasValidation, TrainingOptions options, int updatesPerEpoch)
    {
        const string name = nameof(options);
        bool hasAccuracy = Accuracy.AnswersPerSample(network) > 0;
        options.EarlyStopping?.Metric.Require(hasValidation, hasAccuracy, nameof(TrainingOptions.EarlyStopping));
        options.ScheduleMetric?.Require(hasValidation, hasAccuracy, nameof(TrainingOptions.ScheduleMetric));
        if (options.Checkpoint is { BestOnly: true } checkpoint)
        {
            checkpoint.Metric.Require(hasValidation, hasAccuracy, nameof(TrainingOptions.Checkpoint));
            if (checkpoint.EverySteps > 0)
                throw Invalid("Checkpoint: expected BestOnly or EverySteps, found both. Epochs are compared, not steps.", name);
        }
        if (options is { ContinueFrom: not null, Checkpoint: not null })
            throw Invalid("Expected ContinueFrom or Checkpoint, found both. A run with checkpoints continues with Checkpoint.Resume and more Epochs.", name);
        long finished = options.ContinueFrom is { Epochs: [.., var last] } ? last.Epoch : 0;
        if (finished + options.Epochs > int.MaxValue)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected epochs up to number {int.MaxValue}, found {options.Epochs} after {finished}."), name);
        if (options.Schedule is OneCycleSchedule { Length: long length } cycle)
        {
            long positions = (finished + options.Epochs) * (cycle.Interval == ScheduleInterval.Step ? updatesPerEpoch : 1L);
            if (positions > length)
            {
                throw Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"Schedule: expected a OneCycleSchedule of {positions} positions ({finished + options.Epochs} epochs{(cycle.Interval == ScheduleInterval.Step ? $" of {updatesPerEpoch} steps" : "")}), found one of {length}. Create it with Epochs * GetStepsPerEpoch(training)."), name);
            }
        }
    }

    private static void Labels(Dataset data, int classes, string what, string parameterName)
    {
        if (!data.IsClassification)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected {what} with labels, since the network's loss chooses a class, found {data.TargetSize} target values a sample. "
                + $"Use Dataset.Classification, or a loss for values such as [MeanSquaredError]."), parameterName);
        }
        ReadOnlySpan<int> labels = data.Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected labels from 0 to {classes - 1}, as the network has {classes} outputs, found {labels[i]} at sample {i} of the {what}. "
                    + $"Give the last layer {labels[i] + 1L} outputs or more, or relabel the data."), parameterName);
            }
        }
    }

    private static void BinaryLabels(ITrainableNetwork network, Dataset data, string what, string parameterName)
    {
        int outputs = network.Summary.OutputSize;
        if (network.OutputKind == OutputKind.Distribution)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected {what} with {outputs} target values a sample, since the network's loss takes a probability for each class, found labels. "
                + $"Use Dataset.ToOneHot, or [SoftmaxCrossEntropy], which takes labels."), parameterName);
        }
        if (network.OutputKind == OutputKind.Values || outputs != 1)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected {what} with {outputs} target values a sample, since the network's loss compares values, found labels. "
                + $"Use Dataset.Regression, or [SoftmaxCrossEntropy] to choose a class."), parameterName);
        }
        ReadOnlySpan<int> labels = data.Labels;
        int wrong = labels.IndexOfAnyExceptInRange(0, 1);
        if (wrong >= 0)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected labels 0 and 1, as the network has one yes/no output, found {labels[wrong]} at sample {wrong} of the {what}. "
                + $"Use [SoftmaxCrossEntropy] and an output for each class, or keep only two classes."), parameterName);
        }
    }

    private static void Targets(ITrainableNetwork network, Dataset data, string what, string parameterName)
    {
        int outputs = network.Summary.OutputSize;
        if (data.TargetSize != outputs)
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected {what} with {outputs} target values a sample, one for each output, found {data.TargetSize}. "
                + $"Change the size of the last layer or the targets."), parameterName);
        }
        if (network.OutputKind is OutputKind.Values or OutputKind.Probability)
            return;
        ReadOnlySpan<float> targets = data.Targets;
        for (int i = 0; i < targets.Length; i++)
        {
            if (!(targets[i] >= 0 && targets[i] <= 1))
                throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Expected targets from 0 to 1, which [{network.Summary.Loss}] needs, found {targets[i]} at sample {i / outputs} of the {what}."), parameterName);
        }
    }

    private static ArgumentException Invalid(string message, string parameterName) => new(message, parameterName);
}
