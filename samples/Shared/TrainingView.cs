using Netsmith;

namespace Samples;

/// <summary>Shows how training goes: a live table in a terminal, a line an epoch elsewhere.</summary>
internal static class TrainingView
{
    /// <summary>Trains with <paramref name="options"/>, to which the display is added.</summary>
    public static TrainingHistory Show(TrainingOptions options, Func<TrainingOptions, TrainingHistory> train)
    {
        using var progress = new ConsoleProgress();
        return train(options with { Progress = progress });
    }
}
