using System.Globalization;

namespace Netsmith;

/// <summary>Training stopped because the loss is no longer a finite number. The parameters are most likely useless.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TrainingDivergedException()
        : base("Training diverged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingDivergedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step within the epoch, from 1.</param>
    /// <param name="loss">The loss of that step's batch.</param>
    /// <param name="learningRate">The learning rate at that step.</param>
    /// <param name="layer">The layer to look at, "layer 0, Dense(200)"; null where it is not known.</param>
    /// <param name="where">A sentence about what was found there.</param>
    public TrainingDivergedException(int epoch, int step, double loss, float learningRate, string? layer = null, string where = "")
        : base(string.Create(CultureInfo.InvariantCulture,
            $"Training diverged: expected a finite loss, found {loss} in epoch {epoch}, step {step}, at learning rate {learningRate}. {where}{(where.Length == 0 ? "" : " ")}"
            + $"Use a lower learning rate, scale the features to about -1 to 1, or clip the gradients."))
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
        Layer = layer;
    }

    internal TrainingDivergedException(string message, int epoch, int step, double loss, string? layer)
        : base(message)
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
        Layer = layer;
    }

    /// <summary>The epoch, from 1; 0 where it is not known.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, from 1; 0 where it is not known.</summary>
    public int Step { get; }

    /// <summary>The first layer with parameters that are not finite, "layer 0, Dense(200)", or with the largest where all are; null where it is not known.</summary>
    public string? Layer { get; }

    /// <summary>The loss that was found.</summary>
    public double Loss { get; } = double.NaN;
}
