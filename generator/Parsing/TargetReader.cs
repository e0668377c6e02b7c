using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Parsing;

/// <summary>Reads what the consuming project allows from its compiler options.</summary>
internal static class TargetReader
{
    /// <summary>The symbol that every SDK defines for .NET 9 and later.</summary>
    private const string Net9OrLater = "NET9_0_OR_GREATER";

    public static TargetModel Read(Compilation compilation, ParseOptions options) =>
        new(AllowsUnsafe(compilation), HasVectorFusedMultiplyAdd: options.PreprocessorSymbolNames.Contains(Net9OrLater));

    public static bool AllowsUnsafe(Compilation compilation) =>
        compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };
}
