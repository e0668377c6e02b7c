using Netsmith;
using Netsmith.CompilerServices;

namespace Digits;

/// <summary>
/// What this program needs from a network. Every generated class is a type of its own, without a common base; an interface like this
/// one is how to treat several alike. The generated public methods implement it, so the declarations need no body.
/// </summary>
internal interface IDigitNetwork : ITrainableNetwork
{
    /// <summary>Trains on labelled digits.</summary>
    TrainingHistory Fit(Dataset training, TrainingOptions options);

    /// <summary>Loss and accuracy on labelled digits.</summary>
    Evaluation Evaluate(Dataset data);

    /// <summary>The digit shown by 784 pixels, and how sure the network is.</summary>
    Prediction Predict(ReadOnlySpan<float> input);

    /// <summary>Writes the parameters to a file.</summary>
    void Save(string path);

    /// <summary>Reads the parameters from a file.</summary>
    void LoadParameters(string path);
}
