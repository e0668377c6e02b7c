using Netsmith;
using Netsmith.CompilerServices;

/// <summary>What the program needs from a network; the generated methods implement it.</summary>
internal interface IClassifier : ITrainableNetwork
{
    /// <summary>Trains on labelled digits.</summary>
    TrainingHistory Fit(Dataset training, TrainingOptions options);

    /// <summary>Loss, accuracy and confusion matrix.</summary>
    Evaluation Evaluate(Dataset data);

    /// <summary>The likeliest digit, and the probabilities of all ten.</summary>
    Prediction Predict(ReadOnlySpan<float> input, Span<float> probabilities);
}

/// <summary>784-20-10.</summary>
[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class ShallowNetwork : IClassifier;

/// <summary>784-20-20-10.</summary>
[Network(784), Dense(20), Relu, Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DeepNetwork : IClassifier;
