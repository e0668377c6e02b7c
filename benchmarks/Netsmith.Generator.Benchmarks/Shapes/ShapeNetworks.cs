using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Netsmith.CompilerServices;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Benchmarks.Shapes;

/// <summary>Networks generated, compiled and loaded in this process, as users get them but for the kernels of other vector widths.</summary>
internal static class ShapeNetworks
{
    /// <summary>A network of one Dense layer and the squared error for each shape.</summary>
    public static IReadOnlyList<ITrainableNetwork> Compile(IReadOnlyList<(int Inputs, int Outputs)> shapes)
    {
        CSharpCompilation user = TestCompilation.Create("using Netsmith;\n" + string.Concat(shapes.Select((shape, i) =>
            $"[Network({shape.Inputs}), Dense({shape.Outputs}), MeanSquaredError]\npublic sealed partial class Net{i};\n")));
        GeneratorDriverRunResult generated = Consumer.CreateDriver(new NetworkGenerator()).RunGenerators(user).GetRunResult();
        CSharpCompilation complete = user.AddSyntaxTrees(generated.GeneratedTrees.Select(VectorWidth.KeepThisMachines));
        using var image = new MemoryStream();
        EmitResult emitted = complete.Emit(image);
        Diagnostic[] errors = [.. generated.Diagnostics.Concat(emitted.Diagnostics).Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
            throw new InvalidOperationException($"expected networks that compile, found {errors.Length} errors; the first is {errors[0]}");
        image.Position = 0;
        System.Reflection.Assembly assembly = new AssemblyLoadContext(nameof(ShapeNetworks)).LoadFromStream(image);
        return [.. shapes.Select((_, i) => (ITrainableNetwork)Activator.CreateInstance(assembly.GetType($"Net{i}", throwOnError: true)!)!)];
    }
}
