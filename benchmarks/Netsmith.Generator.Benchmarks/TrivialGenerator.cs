using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Netsmith.Generator.Benchmarks;

/// <summary>Finds networks as <see cref="NetworkGenerator"/> does and writes a line for each: what the compiler itself takes.</summary>
internal sealed class TrivialGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<string> names = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Netsmith.NetworkAttribute", static (node, _) => node is ClassDeclarationSyntax, static (found, _) => found.TargetSymbol.Name);
        context.RegisterSourceOutput(names, static (output, name) => output.AddSource(name + ".g.cs", "// " + name));
    }
}
