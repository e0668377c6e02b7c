using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>How far off a network is on one sample.</summary>
/// <param name="Index">The sample.</param>
/// <param name="Error">The larger the worse: minus the logarithm of the right class's probability, or the mean absolute error of the outputs.</param>
/// <param name="Outputs">The probability of each class or yes/no question, or the predicted values.</param>
internal sealed record Mistake(int Index, double Error, float[] Outputs)
{
    private const int BatchSize = 256;

    /// <summary>The samples on which the network is furthest off, the worst first.</summary>
    public static IReadOnlyList<Mistake> Worst(ITrainableNetwork network, Dataset data, int count)
    {
        int inputSize = network.Summary.InputSize, outputSize = network.Summary.OutputSize;
        int batchSize = Math.Min(BatchSize, Math.Max(data.Count, 1));
        float[] inputs = new float[batchSize * inputSize], outputs = new float[batchSize * outputSize];
        int[] indices = new int[batchSize];
        // The best of the worst is on top, to be pushed out.
        var worst = new PriorityQueue<Mistake, (double Error, int Index)>();
        for (int start = 0; start < data.Count; start += batchSize)
        {
            int size = Math.Min(batchSize, data.Count - start);
            for (int i = 0; i < size; i++)
                indices[i] = start + i;
            data.GatherBatch(indices.AsSpan(0, size), inputs.AsSpan(0, size * inputSize));
            network.Forward(inputs.AsSpan(0, size * inputSize), outputs.AsSpan(0, size * outputSize), size);
            for (int i = 0; i < size; i++)
            {
                Span<float> output = outputs.AsSpan(i * outputSize, outputSize);
                ToPrediction(output, network.OutputKind);
                double error = Distance(output, data, start + i);
                // Of equal ones the first stays.
                worst.Enqueue(new Mistake(start + i, error, [.. output]), (error, -(start + i)));
                if (worst.Count > count)
                    worst.Dequeue();
            }
        }
        var result = new Mistake[worst.Count];
        for (int i = result.Length - 1; i >= 0; i--)
            result[i] = worst.Dequeue();
        return result;
    }

    private static double Distance(ReadOnlySpan<float> prediction, Dataset data, int index)
    {
        double error = 0;
        if (data.IsClassification)
        {
            error = -Math.Log(prediction[data.Labels[index]]);
        }
        else
        {
            for (int i = 0; i < prediction.Length; i++)
                error += Math.Abs(prediction[i] - data.Targets[index * prediction.Length + i]) / prediction.Length;
        }
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static void ToPrediction(Span<float> outputs, OutputKind kind)
    {
        if (kind is OutputKind.Classes or OutputKind.Distribution)
        {
            float largest = outputs[0];
            foreach (float output in outputs)
                largest = Math.Max(largest, output);
            double sum = 0;
            foreach (float output in outputs)
                sum += Math.Exp(output - largest);
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] = (float)(Math.Exp(outputs[i] - largest) / sum);
        }
        else if (kind == OutputKind.Logits)
        {
            for (int i = 0; i < outputs.Length; i++)
                outputs[i] = (float)(1 / (1 + Math.Exp(-outputs[i])));
        }
    }
}
