using System.Runtime.InteropServices;
using Netsmith;

namespace Digits;

/// <summary>Trains a network, showing progress, until it is done or Ctrl+C is pressed.</summary>
internal static class Training
{
    /// <summary>Trains <paramref name="network"/> and returns what each whole epoch achieved.</summary>
    public static TrainingHistory Run(IDigitNetwork network, Dataset train, Dataset test, DigitsOptions options, IProgress<TrainingProgress> progress)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true; // the process lives on: what has been learned is saved
            stop.Cancel();
        });
        var recorder = new EpochRecorder(progress);
        try
        {
            return network.Fit(train, new TrainingOptions
            {
                Epochs = options.Epochs,
                BatchSize = options.BatchSize,
                Optimizer = new Sgd(options.LearningRate) { Momentum = options.Momentum },
                // Nothing is chosen by these figures, so the test digits can show how training goes.
                Validation = test,
                Seed = options.Seed,
                Progress = recorder,
                Cancellation = stop.Token,
            });
        }
        catch (OperationCanceledException)
        {
            return new TrainingHistory(recorder.Epochs);
        }
    }

    /// <summary>Keeps the epochs, which a cancelled <c>Fit</c> does not return, and passes everything on.</summary>
    private sealed class EpochRecorder(IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
    {
        public List<EpochResult> Epochs { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Result is not null)
                Epochs.Add(value.Result);
            next.Report(value);
        }
    }
}
