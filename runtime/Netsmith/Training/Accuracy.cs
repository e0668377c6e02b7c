using System.Runtime.CompilerServices;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>Counts right answers among raw outputs.</summary>
internal static class Accuracy
{
    /// <summary>How many answers a sample holds: 1 where a class is chosen, one for each output of yes/no questions, none for values.</summary>
    public static int AnswersPerSample(ITrainableNetwork network) => network.OutputKind switch
    {
        OutputKind.Classes or OutputKind.Distribution => 1,
        OutputKind.Values => 0,
        _ => network.Summary.OutputSize,
    };

    /// <summary>How many answers of a batch are right.</summary>
    /// <param name="network">Knows what the outputs mean.</param>
    /// <param name="outputs">[batch, output size].</param>
    /// <param name="labels">[batch] for classes.</param>
    /// <param name="targets">[batch, output size] for yes/no questions, and for classes that have a probability each.</param>
    /// <param name="confusion">Counts every sample, where given: by class, or as no (0) and yes (1).</param>
    public static int CountCorrect(ITrainableNetwork network, ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ConfusionMatrix? confusion = null) => network.OutputKind switch
    {
        OutputKind.Classes => CountClasses(outputs, labels, confusion),
        OutputKind.Distribution => CountLikeliest(outputs, targets, network.Summary.OutputSize, confusion),
        OutputKind.Logits => CountAnswers(outputs, targets, 0f, confusion),
        OutputKind.Probabilities or OutputKind.Probability => CountAnswers(outputs, targets, 0.5f, confusion),
        _ => 0,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountClasses(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ConfusionMatrix? confusion)
    {
        int classes = outputs.Length / labels.Length;
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int predicted = Outputs.IndexOfMax(outputs.Slice(i * classes, classes));
            confusion?.Add(labels[i], predicted);
            if (predicted == labels[i])
                correct++;
        }
        return correct;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountLikeliest(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int classes, ConfusionMatrix? confusion)
    {
        int correct = 0;
        for (int i = 0; i < outputs.Length; i += classes)
        {
            int actual = Outputs.IndexOfMax(targets.Slice(i, classes)), predicted = Outputs.IndexOfMax(outputs.Slice(i, classes));
            confusion?.Add(actual, predicted);
            if (predicted == actual)
                correct++;
        }
        return correct;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountAnswers(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, float threshold, ConfusionMatrix? confusion)
    {
        int correct = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            bool actual = targets[i] > 0.5f, predicted = outputs[i] > threshold;
            confusion?.Add(actual ? 1 : 0, predicted ? 1 : 0);
            if (actual == predicted)
                correct++;
        }
        return correct;
    }
}
