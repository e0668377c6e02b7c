using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>This machine's vectors, and generated code reduced to what runs on them: the rest takes most of the time to compile.</summary>
internal static partial class VectorWidth
{
    /// <summary>The width of the kernels that run here.</summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Replaces the bodies of layers' kernels for other vector widths by an exception. Straight-line passes stay: they call narrower ones.</summary>
    public static SyntaxTree KeepThisMachines(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        BlockSyntax throwing = SyntaxFactory.Block(SyntaxFactory.ParseStatement("throw new global::System.NotSupportedException();\n"));
        SyntaxNode reduced = root.ReplaceNodes(
            root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsForAnotherWidth),
            (_, method) => method.WithBody(throwing));
        return tree.WithRootAndOptions(reduced, tree.Options);
    }

    private static bool IsForAnotherWidth(MethodDeclarationSyntax method) =>
        WidthOfName().Match(method.Identifier.Text) is { Success: true } match
        && match.Groups[1].Value != Bits.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\w*\d(?:Forward|Backward|InputGradient|WeightGradient|BiasGradient)(512|256|128)(?:_\d+x\d+)?$")]
    private static partial Regex WidthOfName();
}
