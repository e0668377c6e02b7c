using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Diagnostics;

/// <summary>Locations of real syntax trees are what makes a user's <c>#pragma</c> and severity settings work.</summary>
public sealed class SuppressionTests
{
    private const string Advice = "[Network(4), Dense(8), Dense(3)]";

    [Fact]
    public void Warning_BetweenPragmas_IsSuppressed() =>
        GeneratorHarness.Run($"""
            using Netsmith;
            #pragma warning disable NSM0202 // a factorization on purpose
            {Advice}
            public sealed partial class First;
            #pragma warning restore NSM0202
            [Network(4), Dense(8), {"{|NSM0202:Dense(3)|}"}]
            public sealed partial class Second;
            """);

    [Fact]
    public void Warning_SuppressedForProject_IsNotReported() =>
        Assert.Empty(GeneratorHarness.Run(
            new NetworkGenerator(), WithSeverity(ReportDiagnostic.Suppress), TestCompilation.Network(Advice)).Diagnostics);

    [Fact]
    public void Warning_RaisedToError_IsAnErrorAndStillWritesTheNetwork()
    {
        GeneratorRun run = GeneratorHarness.Run(
            new NetworkGenerator(), WithSeverity(ReportDiagnostic.Error), TestCompilation.Network("[Network(4), Dense(8), {|NSM0202:Dense(3)|}]"));
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(run.Diagnostics).Severity);
        Assert.Single(run.Sources);
    }

    private static CSharpCompilationOptions WithSeverity(ReportDiagnostic severity) =>
        TestCompilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("NSM0202", severity)]);
}
