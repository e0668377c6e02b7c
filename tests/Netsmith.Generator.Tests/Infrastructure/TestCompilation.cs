using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>A consuming project as the SDK would set it up: the framework, Netsmith.dll, C# 14, nullable, unsafe.</summary>
internal static class TestCompilation
{
    private const string UserFile = "User.cs";

    /// <summary>As for a project that targets net10.0.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(
        LanguageVersion.CSharp14, DocumentationMode.Diagnose,
        preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "NET10_0"]);

    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    public static CSharpCompilation Create(params string[] sources) => Create(sources, Options);

    public static CSharpCompilation Create(IReadOnlyList<string> sources, CSharpCompilationOptions options, CSharpParseOptions? parseOptions = null) =>
        CSharpCompilation.Create(
            "Consumer",
            sources.Select((source, i) => Parse(source, i == 0 ? UserFile : $"User{i + 1}.cs", parseOptions)),
            References, options);

    public static SyntaxTree Parse(string source, string path, CSharpParseOptions? parseOptions = null) =>
        CSharpSyntaxTree.ParseText(source, parseOptions ?? ParseOptions, path, System.Text.Encoding.UTF8);

    /// <summary>A file with one network, <c>Demo.Net</c>, that carries these attributes.</summary>
    public static string Network(string attributes) =>
        $"using Netsmith;\n\nnamespace Demo;\n\n{attributes}\npublic sealed partial class Net;\n";

    /// <summary>The shared framework's own assemblies only: the test host's list also holds xunit and the compiler.</summary>
    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return
        [
            .. trusted.Where(path => Path.GetDirectoryName(path) == framework).Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location),
        ];
    }
}
