using System.Globalization;
using System.Runtime.InteropServices;
using Netsmith;
using Netsmith.CheckpointRunner;

// Made to be killed: trains with checkpoints in a folder, resuming what it finds there, and writes what it ends with to a file. The
// integration tests kill it at random moments, start it again, and compare the file with that of an undisturbed run.
//   Netsmith.CheckpointRunner <folder> <result file> <variant>
if (args is not [string folder, string result, string variantText] || !int.TryParse(variantText, NumberStyles.None, CultureInfo.InvariantCulture, out int variant))
{
    Console.Error.WriteLine("Expected three arguments: folder, result file and variant.");
    return 2;
}

Dataset digits = SyntheticDigits.Generate(330, seed: 5);
var network = new KilledNetwork(seed: 1);
var options = new TrainingOptions
{
    Epochs = 10,
    BatchSize = 32,
    Seed = 9,
    ValidationFraction = 0.1,
    Optimizer = (variant % 3) switch
    {
        0 => new AdamW(0.002f) { AmsGrad = true },
        1 => new Sgd(0.05f) { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 },
        _ => new NAdam(0.002f),
    },
    AccumulationSteps = 1 + variant % 2,
    ClipNorm = variant % 4 == 3 ? 1 : null,
    Schedule = variant % 3 == 1 ? new OneCycleSchedule(0.1, 100) : new ReduceOnPlateau { Patience = 0, Factor = 0.7 },
    EarlyStopping = new EarlyStopping { Patience = 9, Metric = TrainingMetric.ValidationAccuracy },
    Checkpoint = new CheckpointOptions { Folder = folder, EverySteps = 1 + variant % 2, KeepLast = 2, Resume = true },
};

// From here on the clock of the kill runs.
Console.WriteLine("training");
TrainingHistory history = network.Fit(digits, options);

using (var file = new BinaryWriter(File.Create(result)))
{
    file.Write(MemoryMarshal.AsBytes(network.Parameters));
    OptimizerState state = options.Optimizer.GetState();
    file.Write(state.StepCount);
    foreach (OptimizerBuffer buffer in state.Buffers)
        file.Write(MemoryMarshal.AsBytes(buffer.Values.AsSpan()));
    foreach (EpochResult epoch in history.Epochs)
        file.Write((epoch with { Seconds = 0 }).ToString());
}
return 0;
