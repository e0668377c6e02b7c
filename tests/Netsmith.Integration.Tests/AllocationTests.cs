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
    public void Fit_OfFurtherEpochs_AllocatesNothing()
    {
        // A run's result lists its epochs, which takes memory; without a validation set each costs the same. So the cost of
        // an epoch is compared between a set of 64 samples and one of 640, ten times the steps: the steps must add nothing.
        Dataset few = TestData.Classes(64, 784, 10, 1), many = TestData.Classes(640, 784, 10, 1);
        Measure(few, 2);
        Measure(many, 2);
        long ofFew = Measure(few, 6) - Measure(few, 2), ofMany = Measure(many, 6) - Measure(many, 2);
        Assert.Equal(ofFew, ofMany);
        // What four more epochs add to the history.
        Assert.InRange(ofMany, 0, 4 * 200);

        static long Measure(Dataset data, int epochs)
        {
            var network = new Narrow(1);
            var options = new TrainingOptions { Epochs = epochs, BatchSize = 16, Optimizer = new Adam(0.001f), Seed = 5 };
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.Fit(data, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Measurement_OfAnAllocatingCall_FindsIt()
    {
        object? kept = null;
        Assert.True(Measure(() => kept = new object()) >= Calls * 16);
        Assert.NotNull(kept);
    }

    private static void AssertZero(string what, Action call)
    {
        long bytes = Measure(call);
        Assert.True(bytes == 0, $"{what} allocated {bytes} bytes in {Calls} calls.");
    }

    private static long Measure(Action call)
    {
        for (int i = 0; i < 50; i++)
            call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

/// <summary>No test runs beside those of this collection.</summary>
[CollectionDefinition(AllocationTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
