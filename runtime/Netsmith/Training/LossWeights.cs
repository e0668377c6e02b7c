using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>How much every training sample counts: its own weight times its class's.</summary>
internal static class LossWeights
{
    /// <summary>One weight for each sample; null where all count the same.</summary>
    /// <exception cref="ArgumentException">The class weights do not fit the network or the data, or nothing would count.</exception>
    public static float[]? Of(ITrainableNetwork network, Dataset training, IReadOnlyList<float>? classWeights)
    {
        if (classWeights is null && training.SampleWeights.IsEmpty)
            return null;
        float[] weights = new float[training.Count];
        if (training.SampleWeights.IsEmpty)
            Array.Fill(weights, 1);
        else
            training.SampleWeights.CopyTo(weights);
        if (classWeights is not null)
            Multiply(weights, network, training, classWeights);
        if (Array.TrueForAll(weights, static weight => weight == 0))
            throw new ArgumentException("Expected at least one training sample with a weight above 0, found none. Check ClassWeights and the sample weights.", "options");
        return weights;
    }

    private static void Multiply(float[] weights, ITrainableNetwork network, Dataset training, IReadOnlyList<float> classWeights)
    {
        if (!training.IsClassification)
            throw new ArgumentException("ClassWeights: expected training data with labels, found targets. Use Dataset.WithSampleWeights instead.", "options");
        int classes = network.OutputKind == OutputKind.Classes ? network.Summary.OutputSize : 2;
        if (classWeights.Count != classes)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"ClassWeights: expected {classes} weights, one for each class, found {classWeights.Count}."), "options");
        for (int c = 0; c < classes; c++)
        {
            if (!(classWeights[c] >= 0) || !float.IsFinite(classWeights[c]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"ClassWeights: expected finite weights of at least 0, found {classWeights[c]} for class {c}."), "options");
        }
        ReadOnlySpan<int> labels = training.Labels;
        for (int i = 0; i < weights.Length; i++)
            weights[i] *= classWeights[labels[i]];
    }
}
