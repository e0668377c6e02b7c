using System.ComponentModel;
using System.Globalization;

namespace Netsmith.CompilerServices;

/// <summary>What the <c>Fit</c> and <c>Evaluate</c> of generated classes call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TrainingLoop
{
    /// <summary>
    /// Trains a network. Every argument is checked before the first step. The last batch of an epoch may be smaller than the
    /// others. From the second epoch on nothing is allocated, unless progress is reported or checkpoints are written.
    /// </summary>
    /// <param name="network">The network; its parameters are changed.</param>
    /// <param name="training">Samples of the network's input size, with labels or targets as its loss needs them.</param>
    /// <param name="options">How to train.</param>
    /// <returns>What each epoch achieved.</returns>
    /// <exception cref="ArgumentException">The data does not fit the network, or an option is invalid; the message says what to do.</exception>
    /// <exception cref="NetsmithFormatException">The checkpoint to resume from is damaged.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's hyper-parameters contradict each other.</exception>
    /// <exception cref="TrainingDivergedException">A loss was not a finite number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parameters are those after the last whole step.</exception>
    public static TrainingHistory Fit(ITrainableNetwork network, Dataset training, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Optimizer is null)
            throw new ArgumentException("Expected an optimizer, found null. Set TrainingOptions.Optimizer, to new Sgd(0.1f) for example.", nameof(options));
        TrainingChecks.Data(network, training, "training data", nameof(training));
        (training, Dataset? validation) = SetAsideValidation(network, training, options);
        TrainingChecks.Options(network, validation is not null, options, options.GetStepsPerEpoch(training.Count));
        int batch = Math.Min(options.BatchSize, training.Count);
        int largest = Math.Max(network.Summary.InputSize, network.Summary.OutputSize);
        if ((long)batch * largest > Array.MaxLength - 64)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected a batch of at most {(Array.MaxLength - 64) / largest} samples of {largest} values, found {batch}. Set a smaller BatchSize."), nameof(options));
        }
        using var step = new TrainingStep(network, training, options);
        return new TrainingRun(network, training, validation, options, step).Run();
    }

    /// <summary>Measures a network on a data set.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="data">Samples of the network's input size, with labels or targets as its loss needs them.</param>
    /// <returns>Loss, accuracy, errors, and where the network chooses among at most 1,000 classes, the confusion matrix.</returns>
    /// <exception cref="ArgumentException">The data does not fit the network; the message says what to do.</exception>
    public static Evaluation Evaluate(ITrainableNetwork network, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        TrainingChecks.Data(network, data, "data", nameof(data));
        var sums = new EvaluationSums(network, data);
        (double loss, int correct) = new Evaluator(network, data.Count).Measure(data, sums, default);
        return sums.ToEvaluation(loss, correct);
    }

    internal static (Dataset Training, Dataset? Validation) SetAsideValidation(ITrainableNetwork network, Dataset training, TrainingOptions options)
    {
        if (options.Validation is not null)
        {
            if (options.ValidationFraction > 0)
                throw new ArgumentException("Expected Validation or ValidationFraction, found both. Leave one of them out.", nameof(options));
            TrainingChecks.Data(network, options.Validation, "validation data", nameof(options));
            return (training, options.Validation);
        }
        if (options.ValidationFraction == 0)
            return (training, null);
        if ((int)Math.Round((1 - options.ValidationFraction) * training.Count) is var kept && (kept == 0 || kept == training.Count))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected a ValidationFraction that leaves at least one sample on either side, found {options.ValidationFraction} of {training.Count} samples. "
                + $"Give more data, or set Validation."), nameof(options));
        }
        return training.Split(1 - options.ValidationFraction, options.Seed);
    }
}
