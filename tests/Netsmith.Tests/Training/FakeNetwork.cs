using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

/// <summary>
/// A network without arithmetic: its outputs are the first features, its loss is the mean of the first output. So a test decides
/// by its data what the network answers, and reads from the recorded features which samples it was given.
/// </summary>
internal sealed class FakeNetwork(OutputKind kind, int inputs, int outputs) : ITrainableNetwork
{
    private readonly float[] _parameters = new float[6];

    public NetworkSummary Summary { get; } = new(
        "FakeNetwork", [inputs],
        [new LayerSummary(0, "Dense", "Dense(4)", [4], 4, 4), new LayerSummary(2, "Dense", $"Dense({outputs})", [outputs], 2, 2)],
        [new ParameterInfo("0.weight", [3], 0), new ParameterInfo("0.bias", [1], 3), new ParameterInfo("2.weight", [2], 4)], "Loss");

    public OutputKind OutputKind { get; } = kind;

    public Span<float> Parameters => _parameters;

    /// <summary>Called before each step with its number from 1, counted over all epochs.</summary>
    public Action<int>? BeforeStep { get; set; }

    /// <summary>Replaces the loss of a step, by its number from 1.</summary>
    public Func<int, float>? StepLoss { get; set; }

    /// <summary>The gradient of every parameter at a step, by its number from 1; 1 unless set.</summary>
    public Func<int, float>? Gradient { get; set; }

    /// <summary>The weights of every sample of batches that were given some.</summary>
    public List<float> WeightsSeen { get; } = new(10_000);

    /// <summary>How many steps went through the trainer's own Step.</summary>
    public int FusedSteps { get; private set; }

    public ITrainer? LastTrainer { get; private set; }

    public WorkerPool? LastWorkers { get; private set; }

    /// <summary>The optimizer's learning rate at every step.</summary>
    public List<float> Rates { get; } = new(10_000);

    /// <summary>The first feature of every sample trained on, in order; up to its capacity, lest recording allocate.</summary>
    public List<float> Seen { get; } = new(10_000);

    public List<int> BatchSizes { get; } = new(1_000);

    public List<int> EvaluatedBatches { get; } = new(1_000);

    /// <summary>The bytes this thread had allocated when each step began.</summary>
    public List<long> AllocatedAtStep { get; } = new(10_000);

    public List<float> TargetsSeen { get; } = new(10_000);

    public int MaxBatchSize { get; private set; }

    public void Forward(ReadOnlySpan<float> inputValues, Span<float> outputValues, int batchSize)
    {
        // No Assert.Equal: it allocates.
        if (inputValues.Length != batchSize * inputs || outputValues.Length != batchSize * outputs)
            Assert.Fail($"batch of {batchSize}: found {inputValues.Length} inputs and room for {outputValues.Length} outputs");
        EvaluatedBatches.Add(batchSize);
        CopyFirstFeatures(inputValues, outputValues, batchSize);
    }

    public float Loss(ReadOnlySpan<float> outputValues, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize)
    {
        AssertTargets(labels, targets, batchSize);
        float sum = 0;
        for (int i = 0; i < batchSize; i++)
            sum += outputValues[i * outputs];
        return sum / batchSize;
    }

    public ITrainer CreateTrainer(int maxBatchSize, Optimizer optimizer)
    {
        MaxBatchSize = maxBatchSize;
        return LastTrainer = new Trainer(this, maxBatchSize, optimizer);
    }

    private void CopyFirstFeatures(ReadOnlySpan<float> inputValues, Span<float> outputValues, int batchSize)
    {
        for (int i = 0; i < batchSize; i++)
            inputValues.Slice(i * inputs, outputs).CopyTo(outputValues.Slice(i * outputs, outputs));
    }

    private void AssertTargets(ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize)
    {
        bool classes = OutputKind == OutputKind.Classes;
        if (labels.Length != (classes ? batchSize : 0) || targets.Length != (classes ? 0 : batchSize * outputs))
            Assert.Fail($"batch of {batchSize}: found {labels.Length} labels and {targets.Length} targets");
    }

    private sealed class Trainer(FakeNetwork network, int maxBatchSize, Optimizer optimizer) : ITrainer
    {
        private readonly float[] _outputs = new float[maxBatchSize * network.Summary.OutputSize];
        private readonly float[] _gradients = new float[6];
        private int _count;
        private int _step;

        public ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, _count * network.Summary.OutputSize);

        public Span<float> Gradients => _gradients;

        public ulong DropoutSeed { get; set; }

        public ulong DropoutStep { get; set; }

        public WorkerPool? Workers
        {
            get => network.LastWorkers;
            set => network.LastWorkers = value;
        }

        public bool ReadsAllInputs => false;

        public nint InputStride { get; set; }

        public float Step(ReadOnlySpan<float> inputValues, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int batchSize)
        {
            network.FusedSteps++;
            float loss = ComputeGradients(inputValues, labels, targets, [], batchSize);
            if (float.IsFinite(loss))
                optimizer.Step(network.Parameters, _gradients);
            return loss;
        }

        public float ComputeGradients(ReadOnlySpan<float> inputValues, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batchSize)
        {
            network.AllocatedAtStep.Add(GC.GetAllocatedBytesForCurrentThread());
            _step++;
            DropoutStep++;
            network.BeforeStep?.Invoke(_step);
            network.Rates.Add(optimizer.LearningRate);
            network.BatchSizes.Add(batchSize);
            foreach (float weight in weights)
                network.WeightsSeen.Add(weight);
            foreach (float target in targets)
                network.TargetsSeen.Add(target);
            for (int i = 0; i < batchSize; i++)
                network.Seen.Add(inputValues[i * network.Summary.InputSize]);
            _count = batchSize;
            network.CopyFirstFeatures(inputValues, _outputs, batchSize);
            _gradients.AsSpan().Fill(network.Gradient?.Invoke(_step) ?? 1);
            return network.StepLoss?.Invoke(_step) ?? network.Loss(Outputs, labels, targets, batchSize);
        }
    }
}
