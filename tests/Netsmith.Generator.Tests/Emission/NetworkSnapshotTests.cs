using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Emission;

/// <summary>The whole text of four networks, one for each way of emitting: what a change to an emitter changes is seen here.</summary>
public sealed class NetworkSnapshotTests
{
    [Fact]
    public void Linear_784_10() => Match("[Network(784), Dense(10), SoftmaxCrossEntropy]");

    [Fact]
    public void Tiny_2_8_1() => Match("[Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]");

    [Fact]
    public void Narrow_784_20_10() => Match("[Network(1, 28, 28), Flatten, Dense(20), Relu, Dropout(0.2), Dense(10), SoftmaxCrossEntropy]");

    [Fact]
    public void Wide_784_200_10() => Match("[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]");

    private static void Match(string attributes, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Match(GeneratorHarness.RunNetwork(attributes).Source, "cs", method: test);
}
