namespace Netsmith.Generator.Planning;

/// <summary>One array of a trainer: a name, and its elements per sample.</summary>
internal sealed record TrainingBuffer(string Name, int Offset, int Size, string Meaning);

/// <summary>
/// What a training step keeps: every stage's output, what its derivative needs, and the gradient of its output. All of it
/// is alive when backward begins, so the buffers lie one after the other.
/// </summary>
internal sealed class TrainingBuffers
{
    private readonly List<TrainingBuffer> _all = [];

    public TrainingBuffers(NetworkPlan plan)
    {
        if (StraightLineRules.Apply(plan))
        {
            // Everything else stays in registers.
            Stage last = plan.Stages[plan.Stages.Count - 1];
            Add(last.Variable, last.OutputSize, last.Description);
            return;
        }
        foreach (Stage stage in plan.Stages)
        {
            Add(stage.Variable, stage.OutputSize, stage.Description);
            if (stage.KeepsPreActivation)
                Add(PreActivation(stage), stage.OutputSize, "the same before the activation");
            if (stage.Definition.KeepsMask)
                Add(Mask(stage), stage.OutputSize, "its mask");
            Add(Gradient(stage), stage.OutputSize, "gradient of the loss with respect to it, before the activation");
        }
        if (plan.Model.InputGradient)
            Add(InputGradient, plan.InputSize, "gradient of the loss with respect to the input");
    }

    public const string InputGradient = "dInput";

    public IReadOnlyList<TrainingBuffer> All => _all;

    /// <summary>Elements a sample needs in all of them.</summary>
    public int PerSample { get; private set; }

    public static string PreActivation(Stage stage) => stage.Variable + "Pre";

    public static string Mask(Stage stage) => stage.Variable + "Mask";

    public static string Gradient(Stage stage) => "d" + stage.Name;

    private void Add(string name, int size, string meaning)
    {
        _all.Add(new TrainingBuffer(name, PerSample, size, meaning));
        PerSample += size;
    }
}
