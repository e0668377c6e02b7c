using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Parsing;

/// <summary>Which classes can hold a network, and where the generated part is declared.</summary>
public sealed class DeclarationTests
{
    private const string Attributes = "using Netsmith;\n[Network(4), Dense(3)]\n";

    [Theory]
    [InlineData("public static partial class {|NSM0003:Net|};")]
    [InlineData("public abstract partial class {|NSM0003:Net|};")]
    [InlineData("public partial record {|NSM0003:Net|};")]
    [InlineData("public partial record class {|NSM0003:Net|}(int A);")]
    [InlineData("file partial class {|NSM0003:Net|};")]
    [InlineData("public partial class {|NSM0003:Net|}(int a) { public int A => a; }")]
    [InlineData("public partial class {|NSM0003:Net|} : Base; public class Base { public Base(int a) { } }")]
    [InlineData("public partial class {|NSM0003:Net|} { public required int A { get; set; } }")]
    [InlineData("public partial class {|NSM0003:Parameters|};")]
    [InlineData("public partial class {|NSM0003:Trainer|};")]
    public void Class_ThatCannotHoldANetwork_IsRefused(string declaration) => Assert.Empty(GeneratorHarness.Run(Attributes + declaration).Sources);

    [Theory]
    [InlineData("partial class Net;")]
    [InlineData("internal sealed partial class Net { }")]
    [InlineData("public partial class Net : Base; public class Base { protected Base(int a = 0) { } }")]
    [InlineData("public sealed partial class Net { public Net(string a) : this(1ul) { } }")]
    [InlineData("sealed unsafe partial class Net : System.IDisposable { public void Dispose() { } }")]
    public void Class_ThatCanHoldANetwork_Compiles(string declaration)
    {
        using CompiledNetwork network = CompiledNetwork.From(Attributes + declaration);
        Assert.Equal("Net.g.cs", Assert.Single(network.Run.Sources).HintName);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("abstract class")]
    [InlineData("struct")]
    [InlineData("readonly ref struct")]
    [InlineData("interface")]
    [InlineData("record")]
    [InlineData("record class")]
    [InlineData("record struct")]
    public void NestedClass_InAnyKindOfType_Compiles(string container)
    {
        string modifiers = container[..(container.LastIndexOf(container.Contains("record", StringComparison.Ordinal) ? "record" : container.Split(' ')[^1], StringComparison.Ordinal))];
        using CompiledNetwork network = CompiledNetwork.From($$"""
            using Netsmith;
            namespace Demo.Inner;
            public {{modifiers}}partial {{container[modifiers.Length..]}} Outer
            {
                internal partial class Middle
                {
                    [Network(4), Dense(3)]
                    protected internal sealed partial class Net;
                }
            }
            """);
        Assert.Equal("Demo.Inner.Outer+Middle+Net.g.cs", Assert.Single(network.Run.Sources).HintName);
        Assert.NotNull(network.Type("Demo.Inner.Outer+Middle+Net"));
    }

    [Fact]
    public void NestedClass_InGenericType_IsRefused() => GeneratorHarness.Run("""
        using Netsmith;
        public partial class {|NSM0002:Outer|}<T>
        {
            [Network(4), Dense(3)]
            public sealed partial class Net;
        }
        """);

    [Fact]
    public void NestedClass_InFileLocalType_IsRefused() => GeneratorHarness.Run("""
        using Netsmith;
        file partial class {|NSM0003:Outer|}
        {
            [Network(4), Dense(3)]
            internal sealed partial class Net;
        }
        """);

    [Fact]
    public void HintNames_OfAlikeClasses_AreDistinct()
    {
        string Class(string name) => $"[Network(4), Dense(3)] public sealed partial class {name};";
        using CompiledNetwork network = CompiledNetwork.From($$"""
            using Netsmith;
            {{Class("Net")}}
            namespace A { {{Class("Net")}} {{Class("NET")}} public partial class B { {{Class("Net")}} } public partial class b1 { {{Class("Net")}} } }
            namespace A.C { {{Class("Net")}} }
            namespace a { {{Class("Net")}} }
            namespace Ä { {{Class("Nét")}} }
            """);
        string[] names = [.. network.Run.Sources.Select(s => s.HintName)];
        Assert.Equal(8, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("Net.g.cs", names);
        Assert.Contains("Ä.Nét.g.cs", names);
        Assert.Contains(names, name => name.StartsWith("A.NET-", StringComparison.Ordinal));
    }

    [Fact]
    public void Constructors_ThatDoNotChain_AreEachMarked() => GeneratorHarness.Run("""
        using Netsmith;
        [Network(4), Dense(3)]
        public partial class Net
        {
            public {|NSM0011:Net|}(int a) { _ = a; }
            public {|NSM0011:Net|}(string b) : base() { _ = b; }
            public Net(char c) : this((int)c) { }
        }
        """);
}
