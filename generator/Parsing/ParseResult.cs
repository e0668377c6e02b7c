using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Parsing;

/// <summary>What became of one marked class.</summary>
/// <param name="Model">The network, or null where an error (ours or the compiler's) leaves nothing to write.</param>
/// <param name="Diagnostics">
/// With the locations of real syntax trees, so that <c>#pragma warning disable</c> works. They never reach the source output.
/// </param>
internal sealed record ParseResult(NetworkModel? Model, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>No source and nothing to say: the compiler itself reports what is wrong.</summary>
    public static ParseResult Nothing { get; } = new(null, []);
}
