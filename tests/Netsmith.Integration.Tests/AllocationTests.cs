using Netsmith.CompilerServices;
using Netsmith.TestSupport;

namespace Netsmith.Integration.Tests;

/// <summary>After warm-up, using a network allocates nothing at all.</summary>
[Collection(Alone)]
public sealed class AllocationTests
{
    /// <summary>Tests that measure allocations or threads, one at a time.</summary>
    public const string Alone = "alone";

    private const int Calls = 1_000;

    [Fact]
    public void Inference_OfEveryKind_AllocatesNothing()
    {
        var wide = new Wide(1);
        float[] image = TestData.Values(784, 1), images = TestData.Values(9 * 784, 2), logits = new float[10], batch = new float[90];
        AssertZero("Forward", () => wide.Forward(image, logits));
        AssertZero("Forward of a batch", () => wide.Forward(images, batch, 9));
        AssertZero("Classify", () => wide.Classify(image));
        AssertZero("Predict", () => wide.Predict(image));
        AssertZero("Predict with probabilities", () => wide.Predict(image, logits));

        var narrow = new Narrow(1);
        AssertZero("Narrow.Forward of a batch", () => narrow.Forward(images, batch, 9));
        var sparse = new Sparse(1);
        AssertZero("Sparse.Forward", () => sparse.Forward(image, logits));
        var tiny = new Tiny(1);
        AssertZero("Tiny.Predict", () => tiny.Predict([0.5f, 1f]));
        AssertZero("Tiny.Forward of a batch", () => tiny.Forward(images.AsSpan(0, 38), batch.AsSpan(0, 19), 19));
        var regressor = new Regressor(1);
        AssertZero("Regressor.Predict", () => regressor.Predict(image.AsSpan(0, 40), logits.AsSpan(0, 3)));
        var bulky = new Bulky(1);
        AssertZero("Bulky.Forward, whose scratch is rented", () => bulky.Forward(image.AsSpan(0, 8), logits.AsSpan(0, 3)));
    }

    [Fact]
    public void Step_WithEveryKindOfOptimizer_AllocatesNothing()
    {
        float[] images = TestData.Values(32 * 784, 3);
        int[] labels = TestData.Labels(32, 10);
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.01f), new Sgd(0.01f) { Momentum = 0.9, Nesterov = true }, new Adam(0.001f), new AdamW(0.001f) })
        {
            Narrow.Trainer trainer = new Narrow(1).CreateTrainer(32, optimizer);
            AssertZero($"Step with {optimizer.GetType().Name}", () => trainer.Step(images, labels));
            AssertZero($"Step of a partial batch with {optimizer.GetType().Name}", () => trainer.Step(images.AsSpan(0, 5 * 784), labels.AsSpan(0, 5)));
        }

        Narrow.Trainer gradients = new Narrow(1).CreateTrainer(32, new Sgd(0.1f));
        AssertZero("ComputeGradients", () => gradients.ComputeGradients(images, labels));
        Tiny.Trainer tiny = new Tiny(1).CreateTrainer(4, new Sgd(0.1f));
        AssertZero("Tiny.Step", () => tiny.Step([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]));
    }

    [Fact]
    public void Fit_FromTheSecondEpochOn_AllocatesNothing()
    {
        // 64 samples are whole batches, 70 end with a partial one.
        AssertZero("Classes", new Narrow(1), TestData.Classes(64, 784, 10, 1));
        AssertZero("Classes, a partial batch", new Narrow(1), TestData.Classes(70, 784, 10, 1));
        AssertZero("Values", new Regressor(1), Dataset.Regression(TestData.Values(70 * 40, 1), TestData.Values(70 * 3, 2), targetSize: 3));
        AssertZero("Soft targets", new Soft(1), TestData.Classes(70, 12, 4, 1).ToOneHot());
        AssertZero("Bytes", new Narrow(1), SyntheticDigits.Generate(70, seed: 1));

        static void AssertZero(string what, ITrainableNetwork network, Dataset data)
        {
            foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.01f), new Sgd(0.01f) { Momentum = 0.9 }, new Adam(0.001f) })
                AssertEpochsAllocateNothing($"{what}, {optimizer.GetType().Name}", network, data, new TrainingOptions { BatchSize = 16, Optimizer = optimizer, Seed = 5 });
        }
    }

    [Fact]
    public void Fit_FromTheSecondEpochOn_ValidationAndOptionsOfAStepAllocateNothingEither()
    {
        Dataset data = TestData.Classes(70, 784, 10, 1), validation = TestData.Classes(300, 784, 10, 2);
        var options = new TrainingOptions { BatchSize = 16, Optimizer = new Adam(0.001f), Seed = 5 };
        AssertEpochsAllocateNothing("Validation", new Narrow(1), data, options with { Validation = validation, EarlyStopping = new EarlyStopping { Patience = 100 } });
        AssertEpochsAllocateNothing("Clipping and accumulation", new Narrow(1), data, options with { ClipNorm = 1, AccumulationSteps = 2 });
        AssertEpochsAllocateNothing("A frozen layer and class weights", new Narrow(1), data,
            options with { FrozenParameters = ["1"], ClassWeights = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1] });
    }

    [Fact]
    public void Fit_WithAReceiverThatAllocates_IsSeenToDoSo()
    {
        // The same measurement where an array of 40 bytes is allocated in every epoch.
        var options = new TrainingOptions { BatchSize = 16, Optimizer = new Sgd(0.01f), Progress = new Receiver(), ProgressInterval = TimeSpan.FromDays(1) };
        long[] bytes = BytesOfEpochs(new Narrow(1), TestData.Classes(64, 784, 10, 1), options);
        Assert.All(bytes, ofEpoch => Assert.True(ofEpoch >= 40));
    }

    [Fact]
    public void Measurement_OfAnAllocatingCall_FindsIt()
    {
        object? kept = null;
        Assert.True(Measure(() => kept = new object()) >= Calls * 16);
        Assert.NotNull(kept);
    }

    private static void AssertEpochsAllocateNothing(string what, ITrainableNetwork network, Dataset data, TrainingOptions options)
    {
        long bytes = Allocations.Least(() => BytesOfEpochs(network, data, options).Sum());
        Assert.True(bytes == 0, $"{what}: expected 0 bytes from the second epoch on, found {bytes}.");
    }

    /// <summary>What each epoch of a run allocates, from the beginning of the second to the beginning of the last.</summary>
    private static long[] BytesOfEpochs(ITrainableNetwork network, Dataset data, TrainingOptions options)
    {
        const int Epochs = 12;
        var meter = new Meter(Epochs);
        TrainingLoop.Fit(network, data, options with { Epochs = Epochs, Schedule = meter });
        return meter.BytesOfEpochs();
    }

    private static void AssertZero(string what, Action call)
    {
        long bytes = Measure(call);
        Assert.True(bytes == 0, $"{what} allocated {bytes} bytes in {Calls} calls.");
    }

    private static long Measure(Action call) => Allocations.Of(() => call, Calls);

    /// <summary>Asked for the rate at the beginning of every epoch, it notes how much the thread has allocated until then.</summary>
    private sealed class Meter(int epochs) : LearningRateSchedule
    {
        private readonly long[] _allocated = new long[epochs];

        public long[] BytesOfEpochs() => [.. _allocated.Skip(2).Zip(_allocated.Skip(1), (next, own) => next - own)];

        protected override double Rate(double baseRate, long position)
        {
            _allocated[position] = GC.GetAllocatedBytesForCurrentThread();
            return baseRate;
        }
    }

    private sealed class Receiver : IProgress<TrainingProgress>
    {
        private object? _last;

        public void Report(TrainingProgress value) => _last = new byte[16];
    }
}

/// <summary>No test runs beside those of this collection.</summary>
[CollectionDefinition(AllocationTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
