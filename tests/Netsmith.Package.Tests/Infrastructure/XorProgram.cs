namespace Netsmith.Package.Tests;

/// <summary>A program that trains a network on exclusive or and prints what it has learned.</summary>
internal static class XorProgram
{
    public const string Source = """
        using Netsmith;

        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        float[] targets = [0, 1, 1, 0];
        var network = new Xor(seed: 1);
        network.Fit(Dataset.Regression(inputs, targets, 1, 2), new TrainingOptions
        {
            Epochs = 2000, BatchSize = 4, Optimizer = new Sgd(0.5f) { Momentum = 0.9f },
        });
        for (int i = 0; i < 4; i++)
            Console.WriteLine($"{inputs[2 * i]} xor {inputs[2 * i + 1]} = {(network.Predict(inputs.AsSpan(2 * i, 2)) > 0.5f ? 1 : 0)}");
        string file = Path.Combine(AppContext.BaseDirectory, "xor.safetensors");
        network.Save(file);
        Console.WriteLine(Xor.Load(file).Parameters.SequenceEqual(network.Parameters) ? "loaded the same" : "loaded another");

        [Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]
        internal sealed partial class Xor;
        """;

    /// <summary>What it prints.</summary>
    public static readonly string[] Output = ["0 xor 0 = 0", "0 xor 1 = 1", "1 xor 0 = 1", "1 xor 1 = 0", "loaded the same"];

    /// <summary>Fails the test unless the program printed exactly that.</summary>
    public static void AssertOutput(CommandResult result) => Assert.Equal(Output, result.MustSucceed().Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
