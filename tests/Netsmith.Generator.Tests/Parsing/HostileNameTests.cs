using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Parsing;

/// <summary>Generated code compiles whatever the user has named their own things.</summary>
public sealed class HostileNameTests
{
    private const string Network = "[global::Netsmith.Network(1, 3, 3), global::Netsmith.Flatten, global::Netsmith.Dense(8), global::Netsmith.Relu, global::Netsmith.Dropout(0.25), global::Netsmith.Dense(3), global::Netsmith.SoftmaxCrossEntropy]\n";

    private static readonly string[] TypeNames =
    [
        "System", "Span", "ReadOnlySpan", "Vector512", "Vector256", "Vector128", "Math", "MathF", "Unsafe", "Rng", "Dataset", "Optimizer",
        "Prediction", "Evaluation", "Attribute", "Exception", "ArgumentException", "String", "Int32", "Single", "Object", "Runtime",
        "CompilerServices", "Check", "VectorMath", "Simd", "DropoutMask", "BitOperations", "AlignedBuffer", "Kernels", "NetworkSummary", "TrainingOptions", "IDisposable",
    ];

    private static readonly string Types = string.Concat(TypeNames.Select(name => $"internal static class {name} {{ }}\n"));

    /// <summary>Those that can be declared in namespace Netsmith without hiding a type or a namespace of the package.</summary>
    private static string TypesThatNetsmithLacks => string.Concat(TypeNames.Append("Foo")
        .Where(name => typeof(NetworkAttribute).Assembly.GetType("Netsmith." + name) is null && name != "CompilerServices")
        .Select(name => $"internal static class {name} {{ }}\n"));

    [Fact]
    public void Types_InTheNetworksNamespace_DoNotCapture() => AssertCompiles($"namespace Demo;\n{Types}{Network}public sealed partial class Net;", "Demo.Net");

    [Fact]
    public void Types_InTheGlobalNamespace_DoNotCapture() =>
        // 'System' and 'Netsmith' are namespaces there already; every other name is free to take.
        AssertCompiles($"{Types.Replace("class System ", "class System_ ", StringComparison.Ordinal)}{Network}public sealed partial class Net;", "Net");

    [Fact]
    public void Types_AroundTheNetwork_DoNotCapture() =>
        AssertCompiles($"namespace Demo;\npublic partial class Outer\n{{\n{Types}{Network}public sealed partial class Net;\n}}", "Demo.Outer+Net");

    [Fact]
    public void Types_InNamespaceNetsmith_DoNotCapture() =>
        AssertCompiles($"namespace Netsmith\n{{\n{TypesThatNetsmithLacks}{Network}public sealed partial class Net;\n}}", "Netsmith.Net");

    [Fact]
    public void Namespaces_NamedLikeWhatKernelsCall_DoNotCapture()
    {
        string[] names = ["Math", "BitOperations", "DropoutMask", "Simd", "VectorMath", "Vector512"];
        string namespaces = string.Concat(names.Select(name => $"namespace {name} {{ }}\nnamespace Netsmith.{name} {{ }}\nnamespace Demo.{name} {{ }}\n"));
        string sparse = Network.Replace("Network(1, 3, 3)", "Network(1, 30, 30, SparseInput = true)", StringComparison.Ordinal).Replace("Dense(8)", "Dense(50)", StringComparison.Ordinal);
        AssertCompiles($"{namespaces}namespace Demo\n{{\n{sparse}public sealed partial class Net;\n}}", "Demo.Net");
    }

    [Fact]
    public void Namespace_NetsmithSystem_DoesNotCapture() =>
        AssertCompiles($"namespace Netsmith.System;\n{Network}public sealed partial class Net;", "Netsmith.System.Net");

    [Fact]
    public void Namespace_EndingInNetsmith_DoesNotCapture() =>
        AssertCompiles($"namespace Company.Netsmith;\ninternal static class NetworkAttribute;\n{Network}public sealed partial class Net;", "Company.Netsmith.Net");

    [Fact]
    public void Keywords_AsNames_AreEscaped()
    {
        string[] keywords = ["class", "int", "record", "await", "partial", "file", "required", "field", "extension", "scoped"];
        const string small = "[global::Netsmith.Network(4), global::Netsmith.Dense(3), global::Netsmith.SoftmaxCrossEntropy]\n";
        string source = string.Concat(keywords.Select(keyword => $$"""
            namespace @{{keyword}}.@namespace
            {
                public partial class @{{keyword}}1 { public partial struct @{{keyword}} { {{small}} public sealed partial class @static; } }
                {{small}} public sealed partial class @{{keyword}};
            }

            """));
        using CompiledNetwork network = CompiledNetwork.From(source);
        Assert.All(keywords, keyword => Assert.NotNull(network.Type($"{keyword}.namespace.{keyword}")));
    }

    [Theory]
    [InlineData("global::System.Int32 input, float output, object p, int x")]
    [InlineData("string System, int Netsmith, int global")]
    public void Members_NamedLikeLocals_DoNotCapture(string parameters) => AssertCompiles(
        $"namespace Demo;\n{Network}public sealed partial class Net\n{{\n    private static void Mine({parameters}) {{ }}\n    internal int input => 0;\n    internal int System => 1;\n    internal int Netsmith => 2;\n    internal void Use() => Mine{Call(parameters)};\n}}", "Demo.Net");

    [Fact]
    public void Class_WithUnicodeName_Compiles() => AssertCompiles($"namespace Größe.Δ;\n{Network}public sealed partial class Netz_ß1;", "Größe.Δ.Netz_ß1");

    private static string Call(string parameters) => parameters.StartsWith("string", StringComparison.Ordinal) ? "(\"\", 0, 0)" : "(0, 0f, \"\", 0)";

    private static void AssertCompiles(string source, string typeName)
    {
        using CompiledNetwork network = CompiledNetwork.From(source);
        Assert.NotNull(network.Type(typeName));
    }
}
