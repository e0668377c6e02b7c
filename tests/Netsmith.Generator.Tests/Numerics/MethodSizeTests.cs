using Netsmith.Generator.Planning;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>
/// Sizes the JIT can optimize: it gives up on methods of 60,000 bytes of IL or 2,000 locals, and slows down long before.
/// </summary>
public sealed class MethodSizeTests
{
    private const int MaxBytes = 8 * 1024, MaxStraightLineBytes = 30 * 1024, MaxLocals = 500;

    public static TheoryData<string> Cases =>
    [
        "[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(1, 28, 28, InputGradient = true), Flatten, Dense(31), Gelu, Dropout(0.2), Dense(100), Mish, Dense(17), Silu, Dense(3), LogSoftmax, Huber]",
        "[Network(47), Dense(1000), Softplus, Dense(1), SigmoidCrossEntropy]",
        "[Network(15), Dense(127), Elu, Dense(63), Selu, Dense(31), Gelu(Approximate = true), Dense(15), MeanSquaredError]",
        // The largest straight-line networks: the most multiply-adds, the most neurons with the longest functions, the most inputs.
        "[Network(8), Dense(14), Mish, Dense(8), SoftmaxCrossEntropy]",
        "[Network(32), Dense(8), Gelu, MeanSquaredError]",
        "[Network(6), Dense(9), Gelu, Dense(9), Mish, Dense(7), Gelu, MeanSquaredError]",
        "[Network(2), Dense(26), Selu, Dense(5), Mish, SoftmaxCrossEntropy(LabelSmoothing = 0.1)]",
        "[Network(4), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Methods_OfAnyNetwork_AreSmallEnoughForTheJit(string attributes)
    {
        using CompiledNetwork compiled = CompiledNetwork.From(TestCompilation.Network(attributes));
        bool isStraightLine = StraightLineRules.Apply(NetworkPlanner.Plan(compiled.Run.Models[0]).Plan!);
        int limit = isStraightLine ? MaxStraightLineBytes : MaxBytes;
        Assert.True(compiled.IlSizes().Count > 20);
        Assert.All(compiled.IlSizes(), method =>
        {
            Assert.True(method.Bytes <= limit, $"{method.Method} has {method.Bytes} bytes of IL; {limit} are allowed.");
            Assert.True(method.Locals < MaxLocals, $"{method.Method} has {method.Locals} locals.");
        });
    }

    [Fact]
    public void Cases_CoverBothWaysToEmitAPass() =>
        Assert.Equal(5, Cases.Cast<object[]>().Count(c => StraightLineRules.Apply(NetworkPlanner.Plan(GeneratorHarness.RunNetwork((string)c[0]).Models[0]).Plan!)));
}
