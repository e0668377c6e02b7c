using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// What happens between a batch and changed parameters. Without options that need to see the gradients that is the trainer's own
/// step, which may fuse the update; otherwise gradients, weights, accumulation, clipping and the update one after another. Nothing
/// is allocated after the constructor.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly ITrainableNetwork _network;
    private readonly Dataset _training;
    private readonly Optimizer _optimizer;
    private readonly ParameterSelection _selection;
    private readonly float[]? _weights;
    private readonly float[] _batchWeights;
    private readonly AlignedBuffer<float>? _sum;
    private readonly float? _clipValue;
    private readonly float? _clipNorm;
    private readonly bool _isPlain;
    private double _pending;

    /// <summary>Checks the options that concern a step, and creates the trainer.</summary>
    public TrainingStep(ITrainableNetwork network, Dataset training, TrainingOptions options)
    {
        if (options is { ClipValue: not null, ClipNorm: not null })
            throw new ArgumentException("Expected ClipValue or ClipNorm, found both. Leave one of them out.", nameof(options));
        _network = network;
        _training = training;
        _optimizer = options.Optimizer;
        _selection = ParameterSelection.Create(network.Summary, options.FrozenParameters, options.LearningRateFactors);
        _weights = LossWeights.Of(network, training, options.ClassWeights);
        BatchSize = Math.Min(options.BatchSize, training.Count);
        _batchWeights = new float[_weights is null ? 0 : BatchSize];
        _sum = options.AccumulationSteps > 1 ? new AlignedBuffer<float>(network.Summary.ParameterCount) : null;
        (_clipValue, _clipNorm) = (options.ClipValue, options.ClipNorm);
        _isPlain = _sum is null && _weights is null && _clipValue is null && _clipNorm is null && _selection.IsEverything;
        Trainer = network.CreateTrainer(BatchSize, options.Optimizer);
        _optimizer.Initialize(network.Summary.ParameterCount);
        if (options.Threads > 1)
            Trainer.Workers = Workers = new WorkerPool(options.Threads);
        Batch = new BatchBuffer(network, BatchSize, Workers, Trainer.ReadsAllInputs);
    }

    public int BatchSize { get; }

    public int SampleCount => _training.Count;

    public ITrainer Trainer { get; }

    /// <summary>The threads that share the work, where there are several.</summary>
    public WorkerPool? Workers { get; }

    /// <summary>The batch of the last <see cref="Run"/>.</summary>
    public BatchBuffer Batch { get; }

    /// <summary>The sum of the weights of the last batch; its size where samples have none.</summary>
    public double BatchWeight { get; private set; }

    /// <summary>Learns from a batch, and updates the parameters if it is the last of its group.</summary>
    /// <param name="samples">The samples, at most <see cref="BatchSize"/>.</param>
    /// <param name="endsGroup">Whether the gradients collected so far are applied.</param>
    /// <returns>The batch's (weighted) mean loss before the update. Where it is not finite, there is no update.</returns>
    public float Run(ReadOnlySpan<int> samples, bool endsGroup)
    {
        Batch.Fill(_training, samples);
        Trainer.InputStride = Batch.CopyStride;
        BatchWeight = samples.Length;
        if (_isPlain)
            return Trainer.Step(Batch.Features, Batch.Labels, Batch.Targets, samples.Length);
        ReadOnlySpan<float> weights = GatherWeights(samples);
        float loss = Trainer.ComputeGradients(Batch.Features, Batch.Labels, Batch.Targets, weights, samples.Length);
        if (!float.IsFinite(loss))
            return loss;
        Span<float> gradients = Trainer.Gradients;
        if (_sum is not null)
        {
            FusedUpdate.Run(_sum.Span, gradients, (float)BatchWeight);
            _pending += BatchWeight;
            if (!endsGroup)
                return loss;
            gradients = _sum.Span;
            GradientClipping.Scale(gradients, _pending > 0 ? (float)(1 / _pending) : 0);
        }
        Update(gradients);
        _sum?.Span.Clear();
        _pending = 0;
        return loss;
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => Workers?.Dispose();

    private void Update(Span<float> gradients)
    {
        if (_clipValue is float limit)
            GradientClipping.ByValue(gradients, limit);
        if (_clipNorm is float norm)
        {
            // What is frozen has no part in the norm.
            foreach (TrainableRange frozen in _selection.Frozen)
                gradients.Slice(frozen.Start, frozen.Length).Clear();
            GradientClipping.ByNorm(gradients, norm);
        }
        if (_selection.IsEverything)
            _optimizer.Step(_network.Parameters, gradients);
        else
            _optimizer.Step(_network.Parameters, gradients, _selection.Trainable);
    }

    private ReadOnlySpan<float> GatherWeights(ReadOnlySpan<int> samples)
    {
        if (_weights is null)
            return [];
        Span<float> weights = _batchWeights.AsSpan(0, samples.Length);
        for (int i = 0; i < samples.Length; i++)
            weights[i] = _weights[samples[i]];
        BatchWeight = SampleWeights.Sum(weights);
        return weights;
    }
}
