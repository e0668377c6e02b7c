using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>What an evaluation counts beside loss and right answers.</summary>
internal sealed class EvaluationSums
{
    /// <summary>The largest number of classes for which an evaluation holds a confusion matrix: 4 MB.</summary>
    private const int MaxConfusionClasses = 1000;

    private readonly ITrainableNetwork _network;
    private readonly Dataset _data;
    private readonly int[]? _ranks;
    private readonly double[]? _squaredErrors;
    private double _absoluteErrors;

    public EvaluationSums(ITrainableNetwork network, Dataset data)
    {
        _network = network;
        _data = data;
        int outputs = network.Summary.OutputSize;
        switch (network.OutputKind)
        {
            case OutputKind.Classes:
            case OutputKind.Distribution:
                _ranks = new int[outputs];
                Confusion = outputs <= MaxConfusionClasses ? new ConfusionMatrix(outputs) : null;
                break;
            case OutputKind.Logits:
            case OutputKind.Probabilities:
                Confusion = outputs == 1 ? new ConfusionMatrix(2) : null;
                break;
            case OutputKind.Probability:
                Confusion = outputs == 1 ? new ConfusionMatrix(2) : null;
                _squaredErrors = new double[outputs];
                break;
            default:
                _squaredErrors = new double[outputs];
                break;
        }
    }

    public ConfusionMatrix? Confusion { get; }

    /// <summary>Counts a batch.</summary>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets)
    {
        if (_ranks is not null)
        {
            int classes = _ranks.Length;
            for (int i = 0; i < outputs.Length / classes; i++)
            {
                int label = labels.IsEmpty ? Outputs.IndexOfMax(targets.Slice(i * classes, classes)) : labels[i];
                _ranks[Rank(outputs.Slice(i * classes, classes), label)]++;
            }
        }
        if (_squaredErrors is not null)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                double error = (double)outputs[i] - targets[i];
                _absoluteErrors += Math.Abs(error);
                _squaredErrors[i % _squaredErrors.Length] += error * error;
            }
        }
    }

    public Evaluation ToEvaluation(double loss, int correct)
    {
        int answers = Accuracy.AnswersPerSample(_network);
        double accuracy = answers == 0 ? double.NaN : correct / ((double)_data.Count * answers);
        return new Evaluation(loss, accuracy, correct, _data.Count, Confusion)
        {
            Ranks = _ranks,
            MeanAbsoluteError = _squaredErrors is null ? double.NaN : _absoluteErrors / ((double)_data.Count * _squaredErrors.Length),
            RSquared = _squaredErrors is null ? double.NaN : RSquared(),
        };
    }

    /// <summary>How many classes come before a label's: larger outputs, and equal ones of lower classes. What is not a number comes last.</summary>
    private static int Rank(ReadOnlySpan<float> outputs, int label)
    {
        float own = outputs[label];
        int rank = 0;
        for (int c = 0; c < outputs.Length; c++)
        {
            if (outputs[c] > own || (outputs[c] == own && c < label) || (float.IsNaN(own) && c != label))
                rank++;
        }
        return rank;
    }

    private double RSquared()
    {
        int outputs = _squaredErrors!.Length;
        double sum = 0;
        for (int o = 0; o < outputs; o++)
        {
            double mean = 0, variation = 0;
            for (int i = 0; i < _data.Count; i++)
                mean += Target(i, o);
            mean /= _data.Count;
            for (int i = 0; i < _data.Count; i++)
                variation += (Target(i, o) - mean) * (Target(i, o) - mean);
            sum += variation == 0 ? double.NaN : 1 - _squaredErrors[o] / variation;
        }
        return sum / outputs;
    }

    /// <summary>A sample's target; its label where a yes/no output was given labels.</summary>
    private double Target(int sample, int output) =>
        _data.IsClassification ? _data.Labels[sample] : _data.Targets[sample * _squaredErrors!.Length + output];
}
