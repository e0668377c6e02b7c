using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>Ways to train that are made of <c>Fit</c>.</summary>
public static class TrainingExtensions
{
    /// <summary>
    /// Trains with fastai's one-cycle policy (<c>fit_one_cycle</c>): the rate rises from maxRate/div to maxRate in a half cosine and
    /// falls to maxRate/divFinal in another; momentum (β₁ for the Adam family) goes from 0.95 to 0.85 and back where the optimizer
    /// has one.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="training">As for <c>Fit</c>.</param>
    /// <param name="options">As for <c>Fit</c>, without a schedule; <see cref="TrainingOptions.Epochs"/> is the length of the cycle.</param>
    /// <param name="maxRate">The highest rate, above 0; see <see cref="LearningRateFinder"/>.</param>
    /// <param name="risingFraction">The part of training in which the rate rises, 0 to 1. fastai: <c>pct_start</c>.</param>
    /// <param name="div">The highest rate divided by the first, above 0.</param>
    /// <param name="divFinal">The highest rate divided by the last, above 0.</param>
    /// <returns>What each epoch achieved.</returns>
    /// <exception cref="ArgumentException">As for <c>Fit</c>, or the options have a schedule.</exception>
    public static TrainingHistory FitOneCycle(
        this ITrainableNetwork network, Dataset training, TrainingOptions options, double maxRate, double risingFraction = 0.25, double div = 25, double divFinal = 1e5)
    {
        CheckOptions(network, training, options);
        long perEpoch = options.GetStepsPerEpoch(training), finished = options.ContinueFrom is { Epochs: [.., var last] } ? last.Epoch : 0;
        return TrainingLoop.Fit(network, training, options with
        {
            Schedule = new OneCycleByShare(maxRate, finished * perEpoch, options.Epochs * perEpoch, risingFraction, div, divFinal),
        });
    }

    /// <summary>
    /// Trains a network whose parameters come from another task (fastai's <c>fine_tune</c>): first only its last layer with
    /// parameters, the head; then, with half the rate, all layers, earlier ones with rates down to 1/<paramref name="rateDivisor"/>
    /// of the head's, in geometric steps. Both are one-cycle runs. In between the optimizer is reset, since its averages know nothing
    /// of the parameters that were frozen.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="training">As for <c>Fit</c>.</param>
    /// <param name="options">As for <c>Fit</c>, without schedule, checkpoints, frozen parameters and rate factors; <see cref="TrainingOptions.Epochs"/> is the length of the second part.</param>
    /// <param name="baseRate">The head's highest rate in the first part, above 0.</param>
    /// <param name="freezeEpochs">The length of the first part, at least 1.</param>
    /// <param name="rateDivisor">The head's rate in the second part divided by the first layer's, at least 1. fastai: <c>lr_mult</c>.</param>
    /// <param name="risingFraction">The part of the second part in which the rate rises, 0 to 1.</param>
    /// <param name="div">The highest rate of the second part divided by its first, above 0.</param>
    /// <returns>What each epoch of both parts achieved, numbered through.</returns>
    /// <exception cref="ArgumentException">As for <c>Fit</c>, or an option decides what this method decides.</exception>
    public static TrainingHistory FineTune(
        this ITrainableNetwork network, Dataset training, TrainingOptions options, double baseRate = 2e-3, int freezeEpochs = 1, double rateDivisor = 100, double risingFraction = 0.3, double div = 5)
    {
        CheckOptions(network, training, options);
        HyperParameter.Positive(baseRate, nameof(baseRate));
        HyperParameter.AtLeast(freezeEpochs, 1, nameof(freezeEpochs));
        if (!(rateDivisor >= 1) || !double.IsFinite(rateDivisor))
            throw HyperParameter.OutOfRange(nameof(rateDivisor), rateDivisor, "a finite number of at least 1");
        if (options is not { Checkpoint: null, FrozenParameters.Count: 0, LearningRateFactors: null })
            throw new ArgumentException("FineTune decides what is frozen and how rates differ, and is two runs: expected no Checkpoint, FrozenParameters and LearningRateFactors. Leave them out, or call FitOneCycle twice.", nameof(options));

        string[] layers = [.. network.Summary.Parameters.Select(static parameter => ParameterSelection.Layer(parameter.Name)).Distinct()];
        TrainingHistory head = network.FitOneCycle(training, options with { Epochs = freezeEpochs, FrozenParameters = layers[..^1] }, baseRate, 0.99);
        options.Optimizer.Reset();
        var factors = new Dictionary<string, double>();
        for (int i = 0; i < layers.Length; i++)
            factors[layers[i]] = layers.Length == 1 ? 1 : Math.Pow(rateDivisor, (i + 1.0 - layers.Length) / (layers.Length - 1));
        return network.FitOneCycle(training, options with { ContinueFrom = head, LearningRateFactors = factors }, baseRate / 2, risingFraction, div);
    }

    /// <summary><c>Fit</c> with <see cref="CheckpointOptions.Resume"/>: continues from the newest checkpoint of the folder, or begins where there is none.</summary>
    /// <param name="network">A network of the same class; its parameters are replaced.</param>
    /// <param name="training">The data of the interrupted run.</param>
    /// <param name="options">The options of the interrupted run, with a fresh optimizer; more epochs are allowed.</param>
    /// <returns>What each epoch achieved, those before the interruption included.</returns>
    /// <exception cref="ArgumentException">As for <c>Fit</c>, or the checkpoint was written with other options or data.</exception>
    /// <exception cref="NetsmithFormatException">The checkpoint is damaged, or of another network.</exception>
    public static TrainingHistory Resume(this ITrainableNetwork network, Dataset training, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Checkpoint is not { } checkpoint)
            throw new ArgumentException("Expected options with a Checkpoint to resume from, found none. Set TrainingOptions.Checkpoint.", nameof(options));
        return TrainingLoop.Fit(network, training, options with { Checkpoint = checkpoint with { Resume = true } });
    }

    /// <summary>Replaces the parameters by those of a checkpoint: all of them, or with an exception none.</summary>
    /// <param name="network">A network of the class that was trained.</param>
    /// <param name="path">A checkpoint, or a folder of checkpoints, of which the newest is taken.</param>
    /// <param name="best">Whether to take the parameters of the best epoch that early stopping has kept, instead of the newest ones.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or no checkpoint in the folder.</exception>
    /// <exception cref="NetsmithFormatException">The file is damaged, or of another network.</exception>
    /// <exception cref="InvalidOperationException">The best parameters are wanted, and the checkpoint has none.</exception>
    public static void LoadCheckpoint(this ITrainableNetwork network, string path, bool best = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            path = CheckpointFolder.Newest(path) ?? throw new FileNotFoundException($"Expected a checkpoint in the folder '{path}', found none.");
        CheckpointState state = CheckpointFile.Read(path, network.Summary);
        if (best && state.BestParameters.Length == 0)
            throw new InvalidOperationException($"Expected the parameters of the best epoch in '{path}', found none: training had no EarlyStopping with RestoreBest, or no epoch was finished.");
        (best ? state.BestParameters : state.Parameters).CopyTo(network.Parameters);
    }

    private static void CheckOptions(ITrainableNetwork network, Dataset training, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Schedule is not null)
            throw new ArgumentException("Expected options without a Schedule, which this method brings, found one. Leave it out, or call Fit.", nameof(options));
    }
}
