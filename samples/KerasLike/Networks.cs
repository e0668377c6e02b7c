using Netsmith;
using Netsmith.CompilerServices;

/// <summary>What the program needs from a network; the generated methods implement it.</summary>
internal interface IClassifier : ITrainableNetwork
{
    /// <summary>Trains on labelled digits.</summary>
    TrainingHistory Fit(Dataset training, TrainingOptions options);

    /// <summary>Loss, accuracy and confusion matrix.</summary>
    Evaluation Evaluate(Dataset data);

    /// <summary>The likeliest digit and how sure the network is.</summary>
    Prediction Predict(ReadOnlySpan<float> input);

    /// <summary>Writes the parameters.</summary>
    void Save(string path);

    /// <summary>Reads the parameters.</summary>
    void LoadParameters(string path);
}

// Keras starts Dense layers from Glorot's uniform distribution. Its last activation, softmax, belongs to the loss here.

/// <summary>784-10, softmax only.</summary>
[Network(784), Dense(10, Init = Initializer.GlorotUniform), SoftmaxCrossEntropy]
internal sealed partial class SoftmaxNetwork : IClassifier;

/// <summary>784-10-10, sigmoid and softmax.</summary>
[Network(784), Dense(10, Init = Initializer.GlorotUniform), Sigmoid, Dense(10, Init = Initializer.GlorotUniform), SoftmaxCrossEntropy]
internal sealed partial class NarrowNetwork : IClassifier;

/// <summary>784-100-10, sigmoid and softmax.</summary>
[Network(784), Dense(100, Init = Initializer.GlorotUniform), Sigmoid, Dense(10, Init = Initializer.GlorotUniform), SoftmaxCrossEntropy]
internal sealed partial class WideNetwork : IClassifier;
