using Netsmith.CompilerServices;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void Fit_WithoutShuffle_GoesThroughTheSamplesInOrder_AndTheLastBatchIsSmaller()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        TrainingHistory history = TrainingLoop.Fit(network, Numbered(10), Options(epochs: 2, batch: 4, shuffle: false));

        Assert.Equal([4, 4, 2, 4, 4, 2], network.BatchSizes);
        Assert.Equal([.. Order(10), .. Order(10)], network.Seen);
        Assert.Equal(4, network.MaxBatchSize);
        Assert.Equal([1, 2], history.Epochs.Select(static e => e.Epoch));
        // The mean over the samples, not over the batches: 0 … 9.
        Assert.All(history.Epochs, static e => Assert.Equal(4.5, e.Loss, 1e-12));
        Assert.All(history.Epochs, static e => Assert.Null(e.ValidationLoss));
        Assert.All(history.Epochs, static e => Assert.Equal(0.1f, e.LearningRate));
    }

    [Fact]
    public void Fit_BatchLargerThanTheData_IsOneBatch()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        TrainingLoop.Fit(network, Numbered(5), Options(batch: int.MaxValue));

        Assert.Equal([5], network.BatchSizes);
        Assert.Equal(5, network.MaxBatchSize);
    }

    [Fact]
    public void Fit_Shuffle_DependsOnSeedAndEpochOnly()
    {
        List<float> Seen(ulong seed, int epochs, int batch)
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3);
            TrainingLoop.Fit(network, Numbered(50), new TrainingOptions { Optimizer = new Sgd(0.1f), Epochs = epochs, BatchSize = batch, Seed = seed });
            return network.Seen;
        }

        List<float> three = Seen(1, 3, 8);

        Assert.Equal(three, Seen(1, 3, 50));
        Assert.Equal(three[..100], Seen(1, 2, 8));
        Assert.NotEqual(three, Seen(2, 3, 8));
        Assert.NotEqual(three[..50], three[50..100]);
        Assert.NotEqual(three[50..100], three[100..]);
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equal(Order(50), three.Skip(epoch * 50).Take(50).Order());
    }

    [Fact]
    public void EpochOrder_OfALaterEpoch_NeedsNoEarlierOne()
    {
        var resumed = new EpochOrder(50, shuffle: true, seed: 7);
        var whole = new EpochOrder(50, shuffle: true, seed: 7);
        for (int epoch = 1; epoch < 5; epoch++)
            whole.ForEpoch(epoch);

        Assert.Equal(whole.ForEpoch(5).ToArray(), resumed.ForEpoch(5).ToArray());
    }

    [Fact]
    public void Fit_SecondAndLaterEpochs_AllocateNothing()
    {
        byte[] pixels = new byte[3 * 100];
        Dataset bytes = Dataset.Classification(pixels, new int[100]);

        Assert.Equal(0, Allocations.Least(() =>
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3);
            TrainingLoop.Fit(network, bytes, new TrainingOptions { Optimizer = new Adam(), Epochs = 20, BatchSize = 16, Validation = Numbered(300) });
            return FromTheSecondEpochOn(network);
        }));
    }

    [Fact]
    public void Fit_SecondAndLaterEpochs_AllocateNothing_WithEveryOptionThatHasAPartInAStep()
    {
        Dataset weighted = Numbered(100).WithSampleWeights([.. Enumerable.Repeat(0.5f, 100)]);

        Assert.Equal(0, Allocations.Least(() =>
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3);
            TrainingLoop.Fit(network, weighted, new TrainingOptions
            {
                Optimizer = new Adam(), Epochs = 20, BatchSize = 16, Validation = Numbered(300), EarlyStopping = new EarlyStopping { Patience = 100 },
                Schedule = new OneCycleSchedule(0.1, 80), ClipNorm = 1, AccumulationSteps = 2, ClassWeights = [1, 2, 3],
                FrozenParameters = ["0.bias"], LearningRateFactors = new Dictionary<string, double> { ["2"] = 0.5 },
            });
            Assert.Equal(0, network.FusedSteps);
            return FromTheSecondEpochOn(network);
        }));
    }

    /// <summary>The bytes allocated between the first step of epoch 2 and the last of epoch 20, seven an epoch: steps, gathers, shuffles, validation.</summary>
    private static long FromTheSecondEpochOn(FakeNetwork network)
    {
        Assert.Equal(140, network.AllocatedAtStep.Count);
        return network.AllocatedAtStep[^1] - network.AllocatedAtStep[7];
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fit_LossNotFinite_StopsAndNamesEpochAndStep(float loss)
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = step => step == 5 ? loss : 1 };

        var e = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Fit(network, Numbered(10), Options(epochs: 3, batch: 4)));

        Assert.Equal((2, 2), (e.Epoch, e.Step));
        Assert.Contains("epoch 2, step 2, at learning rate 0.1", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, network.BatchSizes.Count);
    }

    [Fact]
    public void Fit_Cancelled_StopsAfterAWholeStep()
    {
        using var source = new CancellationTokenSource();
        var network = new FakeNetwork(OutputKind.Classes, 3, 3)
        {
            BeforeStep = step =>
            {
                if (step == 4)
                    source.Cancel();
            },
        };
        var optimizer = new Sgd(0.5f);

        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Fit(network, Numbered(10),
            new TrainingOptions { Optimizer = optimizer, Epochs = 3, BatchSize = 4, Cancellation = source.Token }));

        Assert.Equal(4, network.BatchSizes.Count);
        Assert.Equal(4, optimizer.StepCount);
        Assert.Equal([-2f, -2, -2, -2, -2, -2], network.Parameters.ToArray());
        Assert.Equal(4, network.FusedSteps);
    }

    [Fact]
    public void Fit_CancelledBefore_TakesNoStep()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Fit(network, Numbered(10),
            new TrainingOptions { Optimizer = new Sgd(0.1f), Cancellation = new CancellationToken(true) }));

        Assert.Empty(network.BatchSizes);
    }

    [Fact]
    public void Fit_Validation_IsMeasuredAfterEveryEpoch()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        // Class 2 has the largest output in the first sample, class 0 in the other two.
        Dataset validation = Dataset.Classification([1, 2, 3, 6, 5, 4, 8, 5, 4], [2, 0, 1]);

        TrainingHistory history = TrainingLoop.Fit(network, Numbered(4), new TrainingOptions { Optimizer = new Sgd(0.1f), Epochs = 2, Validation = validation });

        Assert.All(history.Epochs, static e => Assert.Equal(5, e.ValidationLoss));
        Assert.All(history.Epochs, static e => Assert.Equal(2.0 / 3, e.ValidationAccuracy));
        Assert.Equal([3, 3], network.EvaluatedBatches);
    }

    [Fact]
    public void Fit_ValidationFraction_SetsSamplesAsideBySeed()
    {
        List<float> Seen(ulong seed)
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3);
            TrainingHistory history = TrainingLoop.Fit(network, Numbered(20),
                new TrainingOptions { Optimizer = new Sgd(0.1f), Epochs = 1, ValidationFraction = 0.25, Seed = seed, Shuffle = false });
            Assert.NotNull(history.Epochs[0].ValidationLoss);
            // What is not trained on is validated on: the sums of all samples agree.
            Assert.Equal(190, network.Seen.Sum() + 5 * history.Epochs[0].ValidationLoss!.Value, 1e-4);
            return network.Seen;
        }

        Assert.Equal(15, Seen(3).Count);
        Assert.Equal(Seen(3), Seen(3));
        Assert.NotEqual(Seen(3).Order(), Seen(4).Order());
    }

    [Fact]
    public void Fit_Progress_ReportsEveryStepAndTheEndOfEveryEpoch()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var reports = new Collector();

        TrainingHistory history = TrainingLoop.Fit(network, Numbered(10), new TrainingOptions
        {
            Optimizer = new Sgd(0.1f), Epochs = 2, BatchSize = 4, Shuffle = false, Progress = reports, ProgressInterval = TimeSpan.Zero,
        });

        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], reports.Items.Select(static r => (r.Epoch, r.Step)));
        Assert.Equal([4, 8, 10, 4, 8, 10], reports.Items.Select(static r => r.Samples));
        Assert.Equal([1.5, 3.5, 4.5, 1.5, 3.5, 4.5], reports.Items.Select(static r => r.Loss));
        Assert.Equal([false, false, true, false, false, true], reports.Items.Select(static r => r.EpochCompleted));
        Assert.Equal(history.Epochs, reports.Items.Where(static r => r.EpochCompleted).Select(static r => r.Result));
        Assert.All(reports.Items, static r => Assert.Equal((2, 3), (r.Epochs, r.Steps)));
        Assert.All(reports.Items, static r => Assert.True(r.SamplesPerSecond > 0 && r.Elapsed > TimeSpan.Zero));
    }

    [Fact]
    public void Fit_Progress_WithALongInterval_ReportsEpochsOnly()
    {
        var reports = new Collector();

        TrainingLoop.Fit(new FakeNetwork(OutputKind.Classes, 3, 3), Numbered(100), new TrainingOptions
        {
            Optimizer = new Sgd(0.1f), Epochs = 3, BatchSize = 1, Progress = reports, ProgressInterval = TimeSpan.FromDays(1000),
        });

        Assert.Equal([true, true, true], reports.Items.Select(static r => r.EpochCompleted));
    }

    [Fact]
    public void Fit_ValuesNetwork_HasNoAccuracy()
    {
        var network = new FakeNetwork(OutputKind.Values, 2, 1);

        TrainingHistory history = TrainingLoop.Fit(network, Dataset.Regression([1, 2, 3, 4], [10, 20]), Options(shuffle: false));

        Assert.Equal(double.NaN, history.Epochs[0].Accuracy);
        Assert.Equal([10, 20], network.TargetsSeen);
    }

    [Fact]
    public void Fit_OneYesNoOutput_TakesLabelsAsTargets()
    {
        var network = new FakeNetwork(OutputKind.Logits, 1, 1);

        TrainingHistory history = TrainingLoop.Fit(network, Dataset.Classification([-1f, 2f, 3f, -4f], [0, 1, 0, 0]), Options(shuffle: false));

        Assert.Equal([0, 1, 0, 0], network.TargetsSeen);
        Assert.Equal(0.75, history.Epochs[0].Accuracy);
    }

    private static TrainingOptions Options(int epochs = 1, int batch = 32, bool shuffle = true) =>
        new() { Optimizer = new Sgd(0.1f), Epochs = epochs, BatchSize = batch, Shuffle = shuffle };

    /// <summary>Samples of three features, the first of which is the sample's number.</summary>
    internal static Dataset Numbered(int count)
    {
        float[] features = new float[3 * count];
        for (int i = 0; i < count; i++)
            features[3 * i] = i;
        return Dataset.Classification(features, new int[count]);
    }

    private static IEnumerable<float> Order(int count) => Enumerable.Range(0, count).Select(static i => (float)i);

    private sealed class Collector : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Items { get; } = [];

        public void Report(TrainingProgress value) => Items.Add(value);
    }
}
