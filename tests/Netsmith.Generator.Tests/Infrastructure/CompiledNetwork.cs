using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// User source and generated source, compiled together as strictly as a project can ask for and loaded so that it can
/// be unloaded again.
/// </summary>
internal sealed class CompiledNetwork : IDisposable
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly AssemblyLoadContext _context = new("CompiledNetwork", isCollectible: true);

    private CompiledNetwork(GeneratorRun run, byte[] image)
    {
        Run = run;
        Assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    public GeneratorRun Run { get; }

    public Assembly Assembly { get; }

    /// <summary>Generates, compiles and loads; fails on any diagnostic that is not marked and on any compiler warning.</summary>
    public static CompiledNetwork From(params string[] markedSources) => From(GeneratorHarness.Run(markedSources));

    /// <inheritdoc cref="From(string[])"/>
    public static CompiledNetwork From(GeneratorRun run)
    {
        using var image = new MemoryStream();
        EmitResult emitted = run.Compilation.Emit(image);
        string[] problems = [.. emitted.Diagnostics.Where(d => IsProblem(d, run)).Select(d => d.ToString())];
        Assert.True(problems.Length == 0, "Generated and user source do not compile cleanly:\n" + string.Join("\n", problems));
        Assert.True(emitted.Success, "The compiler emitted nothing.");
        return new CompiledNetwork(run, image.ToArray());
    }

    /// <summary>The type with this full metadata name.</summary>
    public Type Type(string name) => Assembly.GetType(name, throwOnError: true)!;

    /// <summary>IL bytes and locals of every method and constructor, the user's and the kernels', by readable name.</summary>
    public IReadOnlyList<(string Method, int Bytes, int Locals)> IlSizes() =>
    [
        .. Assembly.GetTypes().SelectMany(Methods).Where(method => method.GetMethodBody() is not null).Select(method =>
            ($"{method.DeclaringType!.Name}.{method.Name}", method.GetMethodBody()!.GetILAsByteArray()!.Length, method.GetMethodBody()!.LocalVariables.Count)),
    ];

    public void Dispose() => _context.Unload();

    private static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    /// <summary>Warnings count as errors. Only a test's own members may lack documentation; generated ones may not.</summary>
    private static bool IsProblem(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed
        && !(diagnostic.Id == "CS1591" && !run.Result.GeneratedSources.Any(s => s.SyntaxTree == diagnostic.Location.SourceTree));
}
