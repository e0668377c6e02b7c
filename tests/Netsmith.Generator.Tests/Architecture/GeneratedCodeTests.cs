using System.Reflection;
using System.Runtime.CompilerServices;
using Netsmith.Generator.Parsing;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Architecture;

/// <summary>What holds for the generated code of every kind of network.</summary>
public sealed class GeneratedCodeTests
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Networks =>
    [
        "[Network(4), Dense(3)]",
        "[Network(784), Dense(200), Relu, Dense(10), SoftmaxCrossEntropy]",
        "[Network(1, 28, 28, InputGradient = true), Flatten, Dense(33), Gelu, Dropout(0.2), Dense(17), LogSoftmax, MeanSquaredError]",
        "[Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]",
        "[Network(7), Dense(5, Bias = false), Mish, Dense(1), Sigmoid, MeanAbsoluteError]",
        "[Network(13), Dense(64), Selu, Dense(64), Softplus, Dense(1), Huber(0.5)]",
    ];

    [Theory, MemberData(nameof(Networks))]
    public void Members_AreAllReservedAsClassNames(string attributes)
    {
        using CompiledNetwork network = CompiledNetwork.From(TestCompilation.Network(attributes));
        string[] names =
        [
            .. network.Type("Demo.Net").GetMembers(Declared)
                .Where(m => m is not ConstructorInfo && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null && m is not MethodInfo { IsSpecialName: true })
                .Select(m => m.Name).Where(name => !name.Contains('.', StringComparison.Ordinal) && !name.StartsWith('_') && !name.StartsWith('<')).Distinct(),
        ];
        Assert.Empty(names.Except(DeclarationReader.GeneratedMemberNames));
    }

    [Theory, MemberData(nameof(Networks))]
    public void Methods_AreSmallEnoughForTheJit(string attributes)
    {
        using CompiledNetwork network = CompiledNetwork.From(TestCompilation.Network(attributes));
        Assert.All(network.IlSizes(), method =>
        {
            Assert.True(method.Bytes <= 30_000, $"{method.Method} has {method.Bytes} bytes of IL; beyond 60,000 the JIT stops optimizing.");
            Assert.True(method.Locals < 500, $"{method.Method} has {method.Locals} locals; beyond 512 the JIT stops inlining.");
        });
    }

    [Theory, MemberData(nameof(Networks))]
    public void Text_EndsLinesWithNewlineOnlyAndIndentsWithSpaces(string attributes)
    {
        string text = GeneratorHarness.RunNetwork(attributes).Source;
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\t', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }
}
