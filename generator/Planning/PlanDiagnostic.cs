using Netsmith.Generator.Model;

namespace Netsmith.Generator.Planning;

/// <summary>Something the planner has to say about one attribute; the parser knows where that attribute is written.</summary>
/// <param name="Id">The descriptor's id, <c>NSM0101</c>.</param>
/// <param name="Position">Index among the layers; -1 for <c>[Network]</c>, the number of layers for the loss.</param>
/// <param name="Arguments">What fills the descriptor's message.</param>
internal sealed record PlanDiagnostic(string Id, int Position, EquatableArray<string> Arguments)
{
    /// <summary>The position that means the <c>[Network]</c> attribute itself.</summary>
    public const int OnNetwork = -1;
}
