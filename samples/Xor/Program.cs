// Exclusive or: one of the two inputs is on, but not both. No straight line separates the answers, so a network needs a hidden layer.
using System.CommandLine;
using Netsmith;
using Samples;

Option<int> epochs = SampleProgram.Count("--epochs", 500, "Steps; each sees all four rows of the truth table.");
Option<float> learningRate = SampleProgram.Rate("--learning-rate", 0.5f, "How far a step goes.");

return SampleProgram.Run(args, new RootCommand("Learns exclusive or.") { epochs, learningRate }, parsed =>
{
    float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    float[] targets = [0, 1, 1, 0];
    Dataset table = Dataset.Regression(inputs, targets);

    var network = new XorNetwork(seed: 1);
    TrainingHistory history = network.Fit(table, new TrainingOptions
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = 4,
        Optimizer = new Sgd(parsed.GetValue(learningRate)) { Momentum = 0.9 },
    });
    Console.WriteLine(XorNetwork.Summary);

    for (int row = 0; row < table.Count; row++)
    {
        ReadOnlySpan<float> input = table.Sample(row);
        float probability = network.Predict(input); // a new input needs no data set: network.Predict([1, 0])
        Console.WriteLine($"{input[0]} xor {input[1]} = {probability:F4}, expected {table.Targets[row]}");
    }
    double median = history.Epochs.Select(epoch => epoch.Seconds).Order().ElementAt(history.Epochs.Count / 2);
    Console.WriteLine($"loss {history.Epochs[^1].Loss:F6} after {history.Epochs.Count} steps, {median * 1e6:F2} µs each (median)");
    Console.WriteLine($"accuracy {network.Evaluate(table).Accuracy * 100:F2} %");
});

/// <summary>Two inputs, eight hidden values, one probability.</summary>
[Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]
internal sealed partial class XorNetwork;
