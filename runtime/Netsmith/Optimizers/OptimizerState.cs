using System.Globalization;

namespace Netsmith;

/// <summary>What an optimizer has to remember so that training continues bit for bit; made by <see cref="Optimizer.GetState"/>.</summary>
public sealed class OptimizerState
{
    /// <summary>Creates a state, from a checkpoint for example.</summary>
    /// <param name="optimizer">The optimizer's type name: <c>Adam</c>.</param>
    /// <param name="learningRate">The learning rate at that time.</param>
    /// <param name="stepCount">How many steps were taken, at least 0.</param>
    /// <param name="parameterCount">How many parameters the state belongs to; 0 before the first step.</param>
    /// <param name="buffers">The values kept for each parameter, each buffer of <paramref name="parameterCount"/> values.</param>
    /// <exception cref="ArgumentException">A number is out of range or a buffer has another length.</exception>
    public OptimizerState(string optimizer, float learningRate, long stepCount, int parameterCount, IReadOnlyList<OptimizerBuffer> buffers)
    {
        ArgumentException.ThrowIfNullOrEmpty(optimizer);
        ArgumentNullException.ThrowIfNull(buffers);
        HyperParameter.NonNegative(learningRate, nameof(learningRate));
        ArgumentOutOfRangeException.ThrowIfNegative(stepCount);
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        foreach (OptimizerBuffer buffer in buffers)
        {
            if (buffer.Values.Length != parameterCount)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Expected {parameterCount} values in buffer '{buffer.Name}', one for each parameter, found {buffer.Values.Length}."), nameof(buffers));
            }
        }
        Optimizer = optimizer;
        LearningRate = learningRate;
        StepCount = stepCount;
        ParameterCount = parameterCount;
        Buffers = buffers;
    }

    /// <summary>The optimizer's type name: <c>Adam</c>.</summary>
    public string Optimizer { get; }

    /// <summary>The learning rate at that time.</summary>
    public float LearningRate { get; }

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; }

    /// <summary>How many parameters the state belongs to; 0 before the first step.</summary>
    public int ParameterCount { get; }

    /// <summary>The values kept for each parameter, in the optimizer's order.</summary>
    public IReadOnlyList<OptimizerBuffer> Buffers { get; }
}

/// <summary>One of an optimizer's state buffers.</summary>
/// <param name="Name">PyTorch's name where there is one: <c>exp_avg</c>.</param>
/// <param name="Values">One value for each parameter, in the order of the parameters.</param>
public sealed record OptimizerBuffer(string Name, float[] Values);
