using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>What <see cref="NetworkAssembly"/> compiles of each network.</summary>
[Flags]
internal enum Emitted
{
    /// <summary>The class users get.</summary>
    Float = 1,

    /// <summary>The twin with the same kernels in double.</summary>
    Double = 2,

    /// <summary>Both.</summary>
    Both = Float | Double,
}

/// <summary>
/// Many networks, generated from attributes as the compiler does it and compiled at once, as users get them or with the
/// same kernels in double. Of the kernels only the variants for this machine's vector width are compiled, since the others
/// are never called and take most of the time. Dropout masks come from <see cref="InjectedDropout"/>.
/// </summary>
internal sealed class NetworkAssembly
{
    private static readonly EmitOptions InDouble =
        new(new ElementType("double", 8, "global::" + typeof(DoubleMath).FullName), HasVectorFusedMultiplyAdd: true);

    private readonly Assembly _assembly;
    private readonly IReadOnlyList<NetworkPlan> _plans;

    private NetworkAssembly(Assembly assembly, IReadOnlyList<NetworkPlan> plans) => (_assembly, _plans) = (assembly, plans);

    public int Count => _plans.Count;

    public NetworkPlan Plan(int index) => _plans[index];

    /// <summary>The network as users get it.</summary>
    public INetworkProbe<float> Float(int index) => Probe<float>("Demo", index);

    /// <summary>The same kernels in double.</summary>
    public INetworkProbe<double> Double(int index) => Probe<double>("Twin", index);

    /// <summary>Generates and compiles networks.</summary>
    /// <param name="attributes">For each network its attribute list, brackets included; with a loss.</param>
    /// <param name="kinds">In which element types.</param>
    /// <param name="rewrite">Changes the emitted text before it is compiled: how a test breaks a kernel on purpose.</param>
    public static NetworkAssembly Compile(IReadOnlyList<string> attributes, Emitted kinds, Func<string, string>? rewrite = null)
    {
        CSharpCompilation user = TestCompilation.Create(
            "using Netsmith;\nnamespace Demo;\n" + string.Concat(attributes.Select((a, i) => $"{a}\npublic sealed partial class Net{i};\n")));
        GeneratorRunResult result = GeneratorHarness.Single(GeneratorHarness.CreateDriver(new NetworkGenerator(), user).RunGenerators(user));
        string[] errors = [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
        Assert.True(errors.Length == 0, string.Join("\n", errors));

        NetworkPlan[] plans =
        [
            .. result.TrackedSteps[StepNames.Model].SelectMany(step => step.Outputs).Select(output => (NetworkModel)output.Value!)
                .OrderBy(model => int.Parse(model.Declaration.Name[3..], System.Globalization.CultureInfo.InvariantCulture))
                .Select(model => NetworkPlanner.Plan(model).Plan!),
        ];
        Assert.Equal(attributes.Count, plans.Length);

        List<string> sources = [];
        if (kinds.HasFlag(Emitted.Float))
        {
            sources.AddRange(result.GeneratedSources.Select(s => s.SourceText.ToString()));
            sources.Add(Probes("Demo", "float", plans));
        }

        if (kinds.HasFlag(Emitted.Double))
        {
            sources.AddRange(plans.Select(Twin));
            sources.Add(Probes("Twin", "double", plans));
        }

        CSharpCompilation complete = user
            .AddReferences(MetadataReference.CreateFromFile(typeof(NetworkAssembly).Assembly.Location))
            .AddSyntaxTrees(sources.Select((text, i) => VectorWidth.KeepThisMachines(TestCompilation.Parse(Finish(text), $"Generated{i}.cs"))));
        return new NetworkAssembly(Load(complete), plans);

        string Finish(string text)
        {
            text = text.Replace("using DropoutMask = global::Netsmith.CompilerServices.DropoutMask;", $"using DropoutMask = global::{typeof(InjectedDropout).FullName};", StringComparison.Ordinal);
            return rewrite is null ? text : rewrite(text);
        }
    }

    private static string Twin(NetworkPlan plan) =>
        NetworkEmitter.Emit(plan with { Model = plan.Model with { Declaration = plan.Model.Declaration with { Namespace = "Twin" } } }, InDouble)
            .Replace("partial class Net", "public sealed partial class Net", StringComparison.Ordinal);

    private static Assembly Load(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(20)));
        image.Position = 0;
        // The probes' interfaces must be the test assembly's own, wherever the test host loaded it.
        AssemblyLoadContext home = AssemblyLoadContext.GetLoadContext(typeof(NetworkAssembly).Assembly)!;
        var context = new AssemblyLoadContext("Networks");
        context.Resolving += (_, name) => home.LoadFromAssemblyName(name);
        return context.LoadFromStream(image);
    }

    private INetworkProbe<T> Probe<T>(string space, int index)
        where T : unmanaged =>
        (INetworkProbe<T>)Activator.CreateInstance(_assembly.GetType($"{space}.Probe{index}", throwOnError: true)!)!;

    private static string Probes(string space, string element, IReadOnlyList<NetworkPlan> plans)
    {
        bool isFloat = element == "float";
        var text = new System.Text.StringBuilder($"using System;\nusing Netsmith;\nusing {typeof(INetworkProbe<>).Namespace};\nnamespace {space};\n");
        for (int i = 0; i < plans.Count; i++)
        {
            string target = plans[i].Loss!.Definition.UsesLabels ? "labels" : "targets";
            string inputGradients = plans[i].Model.InputGradient ? "t.InputGradients" : "default";
            text.Append($$"""
                public sealed class Probe{{i}} : INetworkProbe<{{element}}>
                {
                    private readonly Net{{i}} n = new();
                    public int InputSize => Net{{i}}.InputSize;
                    public int OutputSize => Net{{i}}.OutputSize;
                    public object Network => n;
                    public Span<{{element}}> Parameters => n.Parameters;
                    public void Forward(ReadOnlySpan<{{element}}> x, Span<{{element}}> y) => n.Forward(x, y);
                    public void Forward(ReadOnlySpan<{{element}}> x, Span<{{element}}> y, int batchSize) => n.Forward(x, y, batchSize);
                    public ITrainerProbe<{{element}}> CreateTrainer(int maxBatchSize, Optimizer? optimizer) =>
                        new T({{(isFloat ? "n.CreateTrainer(maxBatchSize, optimizer ?? new Sgd(0.1f))" : $"new Net{i}.Trainer(n, maxBatchSize)")}});
                    private sealed class T(Net{{i}}.Trainer t) : ITrainerProbe<{{element}}>
                    {
                        public {{element}} ComputeGradients(ReadOnlySpan<{{element}}> x, ReadOnlySpan<int> labels, ReadOnlySpan<{{element}}> targets) => t.ComputeGradients(x, {{target}});
                        public {{element}} Step(ReadOnlySpan<{{element}}> x, ReadOnlySpan<int> labels, ReadOnlySpan<{{element}}> targets) => {{(isFloat ? $"t.Step(x, {target})" : "throw new NotSupportedException()")}};
                        public Span<{{element}}> Gradients => t.Gradients;
                        public Span<{{element}}> InputGradients => {{inputGradients}};
                        public ReadOnlySpan<{{element}}> Outputs => t.Outputs;
                    }
                }

                """);
        }

        return text.ToString();
    }
}
