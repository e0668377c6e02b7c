using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>What a run of the generator's driver did again, and what it kept.</summary>
internal static class Incrementality
{
    /// <summary>Steps that carry locations on purpose. They run after every edit and never lead to the source output.</summary>
    private static readonly string[] LocatedSteps = [StepNames.Parse, StepNames.Diagnostics];

    /// <summary>Every step name the generator declares.</summary>
    public static IReadOnlyList<string> AllSteps { get; } =
        [.. typeof(StepNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!)];

    /// <summary>Steps whose value must survive an edit that means nothing.</summary>
    public static IReadOnlyList<string> ValueSteps { get; } = [.. AllSteps.Except(LocatedSteps)];

    /// <summary>Fails unless every value step is equal to before and no source was written again.</summary>
    public static void AssertNothingRewritten(GeneratorRunResult result)
    {
        foreach (string step in ValueSteps)
            Assert.All(Reasons(result, step), reason => Assert.True(
                reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"An edit that means nothing made step {step} {reason}."));
        Assert.All(SourceReasons(result), reason => Assert.True(
            reason == IncrementalStepRunReason.Cached, $"An edit that means nothing made the source output {reason}."));
    }

    /// <summary>Fails if a value step holds a symbol, a syntax node or anything else of a compilation.</summary>
    public static void AssertValuesFreeOfRoslyn(GeneratorRunResult result)
    {
        foreach (string step in ValueSteps)
            foreach ((object value, _) in Outputs(result, step))
                ObjectGraph.AssertFreeOfRoslyn(value, step);
    }

    /// <summary>Why the outputs of a named step are what they are, in the order of the networks.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        [.. Outputs(result, step).Select(output => output.Reason)];

    /// <summary>The same for the output that adds sources; the output that reports diagnostics is left out.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> SourceReasons(GeneratorRunResult result) =>
    [
        .. result.TrackedOutputSteps.SelectMany(output => output.Value)
            .Where(run => run.Inputs.Any(input => input.Source.Name == StepNames.Source))
            .SelectMany(run => run.Outputs).Select(output => output.Reason),
    ];

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(GeneratorRunResult result, string step) =>
        result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs) ? runs.SelectMany(run => run.Outputs) : [];
}
