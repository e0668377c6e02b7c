namespace Netsmith.Generator;

/// <summary>Names of the pipeline's steps, by which the tests ask what an edit made run again.</summary>
internal static class StepNames
{
    /// <summary>Attributes read and checked; carries real locations and therefore runs after every edit.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>What the user said, without locations: equal whenever nothing has to be written again.</summary>
    public const string Model = nameof(Model);

    /// <summary>What the consuming project's compilation allows.</summary>
    public const string Target = nameof(Target);

    /// <summary>The input of the source output: a model and its target.</summary>
    public const string Source = nameof(Source);

    /// <summary>The input of the diagnostics output.</summary>
    public const string Diagnostics = nameof(Diagnostics);
}
