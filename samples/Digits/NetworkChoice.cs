using Netsmith;

namespace Digits;

/// <summary>A network that can be chosen on the command line, and how it is trained unless told otherwise.</summary>
/// <param name="Name">What --network takes.</param>
/// <param name="Sizes">Values a layer, from input to output.</param>
/// <param name="Summary">Its layers, parameters and cost.</param>
/// <param name="Create">Makes one with fresh parameters from a seed.</param>
/// <param name="Epochs">Passes over the training data.</param>
/// <param name="BatchSize">Samples a step.</param>
/// <param name="LearningRate">How far a step goes.</param>
internal sealed record NetworkChoice(
    string Name, string Sizes, NetworkSummary Summary, Func<ulong, IDigitNetwork> Create, int Epochs, int BatchSize, float LearningRate)
{
    /// <summary>All of them; the last one is the default.</summary>
    public static IReadOnlyList<NetworkChoice> All { get; } =
    [
        new("linear", "784-10", LinearNetwork.Summary, seed => new LinearNetwork(seed), Epochs: 10, BatchSize: 32, LearningRate: 0.01f),
        new("narrow", "784-20-10", NarrowNetwork.Summary, seed => new NarrowNetwork(seed), Epochs: 10, BatchSize: 32, LearningRate: 0.1f),
        new("deep", "784-20-20-10", DeepNetwork.Summary, seed => new DeepNetwork(seed), Epochs: 10, BatchSize: 32, LearningRate: 0.1f),
        new("wide", "784-200-10", WideNetwork.Summary, seed => new WideNetwork(seed), Epochs: 10, BatchSize: 32, LearningRate: 0.1f),
    ];

    /// <summary>The network of that name.</summary>
    public static NetworkChoice Find(string name) => All.Single(choice => choice.Name == name);
}
