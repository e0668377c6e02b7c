using Netsmith.TestSupport;

namespace Netsmith.Integration.Tests.Training;

/// <summary>Generated networks that are interrupted, continued, frozen and driven apart.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly Dataset Digits = SyntheticDigits.Generate(150, seed: 3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Func<Optimizer>> Optimizers { get; } = new()
    {
        { "Sgd", () => new Sgd(0.05f) }, { "momentum", () => new Sgd(0.05f) { Momentum = 0.9, Dampening = 0.1 } }, { "RmsProp", () => new RmsProp(0.001f) { Momentum = 0.9, Centered = true } },
        { "Adagrad", () => new Adagrad { LearningRateDecay = 0.01 } }, { "Adadelta", () => new Adadelta() }, { "Adam", () => new Adam { AmsGrad = true } },
        { "AdamW", () => new AdamW() }, { "Adamax", () => new Adamax() }, { "NAdam", () => new NAdam() }, { "RAdam", () => new RAdam() },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Resume_InANewNetworkAndOptimizer_EndsWithTheSameBits(string name, Func<Optimizer> create)
    {
        WithDropout whole = new(7);
        TrainingHistory expected = Fit(whole, create(), "whole-" + name, int.MaxValue);
        // Six batches an epoch, three epochs: at the start, within and between epochs.
        foreach (int cut in (int[])[1, 4, 6, 11, 17])
        {
            string folder = FormattableString.Invariant($"{name}-{cut}");
            Assert.Throws<OperationCanceledException>(() => Fit(new WithDropout(7), create(), folder, cut));
            var resumed = new WithDropout(7);

            TrainingHistory history = Fit(resumed, create(), folder, int.MaxValue);

            Assert.True(whole.Parameters.SequenceEqual(resumed.Parameters), folder);
            Assert.Equal(expected.Epochs.Select(static e => e with { Seconds = 0 }), history.Epochs.Select(static e => e with { Seconds = 0 }));
        }
    }

    [Fact]
    public void ContinueFrom_WithDropoutAndSchedule_IsOneRun()
    {
        WithDropout whole = new(7), parts = new(7);
        TrainingOptions options = new() { Optimizer = new Adam(), Epochs = 5, BatchSize = 32, Schedule = new CosineSchedule(5) };
        whole.Fit(Digits, options);
        options = options with { Optimizer = new Adam() };

        TrainingHistory first = parts.Fit(Digits, options with { Epochs = 2 });
        TrainingHistory second = parts.Fit(Digits, options with { Epochs = 3, ContinueFrom = first });

        Assert.True(whole.Parameters.SequenceEqual(parts.Parameters));
        Assert.Equal([1, 2, 3, 4, 5], second.Epochs.Select(static e => e.Epoch));
    }

    [Fact]
    public void Resume_InANetworkOfAnotherSeed_DrawsTheSameDropout()
    {
        WithDropout whole = new(7), other = new(8);
        Fit(whole, new Sgd(0.05f), "whole", int.MaxValue);
        Assert.Throws<OperationCanceledException>(() => Fit(new WithDropout(7), new Sgd(0.05f), "cut", 7));

        Fit(other, new Sgd(0.05f), "cut", int.MaxValue);

        Assert.True(whole.Parameters.SequenceEqual(other.Parameters));
    }

    [Fact]
    public void FrozenLayers_StayBitForBit_AndTheRestLearns()
    {
        var network = new WithDropout(7);
        float[] before = network.Parameters.ToArray();

        network.Fit(Digits, new TrainingOptions { Optimizer = new AdamW(), Epochs = 2, FrozenParameters = ["1", "4.bias"] });

        foreach (ParameterInfo parameter in WithDropout.Summary.Parameters)
        {
            bool isFrozen = parameter.Name is "1.weight" or "1.bias" or "4.bias";
            Assert.Equal(isFrozen, before.AsSpan(parameter.Offset, parameter.Length).SequenceEqual(network.GetParameter(parameter.Name)));
        }
    }

    [Fact]
    public void FusedSgd_CountsItsSteps_AndEqualsTheSeparateUpdate()
    {
        Classifier fused = new(2), separate = new(2);
        Dataset data = Random(40, 10, 64);
        (Sgd first, Sgd second) = (new Sgd(0.1f), new Sgd(0.1f));

        fused.Fit(data, new TrainingOptions { Optimizer = first, Epochs = 2 });
        separate.Fit(data, new TrainingOptions { Optimizer = second, Epochs = 2, ClipValue = 1e9f });

        Assert.Equal((4L, 4L), (first.StepCount, second.StepCount));
        Assert.True(fused.Parameters.SequenceEqual(separate.Parameters));
    }

    [Fact]
    public void Divergence_LeavesTheParametersBeforeTheFatalStep_AndNamesALayer()
    {
        var network = new Regressor(1);
        network.GetParameter("2.weight")[5] = float.NaN;
        float[] before = network.Parameters.ToArray();

        var e = Assert.Throws<TrainingDivergedException>(() => network.Fit(
            Dataset.Regression(new float[40 * 8], new float[3 * 8], 3), new TrainingOptions { Optimizer = new Sgd(0.1f) }));

        Assert.Equal("layer 2, Dense(3)", e.Layer);
        Assert.Contains("'2.weight' is NaN at index 5", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void Fit_SecondAndLaterEpochs_AllocateNothing_WithAndWithoutComforts()
    {
        AssertZero(Digits, static meter => new TrainingOptions { Optimizer = meter, Epochs = 6, BatchSize = 32, Validation = Digits });
        AssertZero(Digits.WithSampleWeights([.. Enumerable.Repeat(2f, 150)]), static meter => new TrainingOptions
        {
            Optimizer = meter, Epochs = 6, BatchSize = 16, Validation = Digits, ClassWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], ClipNorm = 1, AccumulationSteps = 2,
            FrozenParameters = ["1.bias"], Schedule = new LinearWarmup(5), EarlyStopping = new EarlyStopping { Patience = 50 }, Threads = 2,
        });

        static void AssertZero(Dataset data, Func<Optimizer, TrainingOptions> options) => Assert.Equal(0, Allocations.Least(() =>
        {
            var meter = new AllocationMeter();
            new WithDropout(1).Fit(data, options(meter));
            return meter.Allocated[^1] - meter.Allocated[meter.Allocated.Count / 6];
        }));
    }

    [Fact]
    public void LearningRateFinder_OnARealNetwork_SuggestsARateThatTrains_AndLeavesNoTrace()
    {
        Dataset train = SyntheticDigits.Generate(2000, seed: 1);
        WithDropout network = new(4), control = new(4);
        TrainingOptions options = new() { Optimizer = new Adam(), Epochs = 2, BatchSize = 64 };

        LearningRateCurve curve = LearningRateFinder.Find(network, train, options);

        Assert.True(network.Parameters.SequenceEqual(control.Parameters));
        Assert.True(curve.HasDiverged || curve.Rates.Count == 100);
        Assert.InRange(curve.Valley!.Value, 1e-5, 0.1);
        // What follows has the same bits as without the search.
        network.Fit(train, options);
        control.Fit(train, options with { Optimizer = new Adam() });
        Assert.True(network.Parameters.SequenceEqual(control.Parameters));
        TrainingHistory history = new WithDropout(4).FitOneCycle(train, options with { Optimizer = new Adam() }, curve.Valley.Value * 3);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
    }

    internal static Dataset Random(int inputs, int classes, int count)
    {
        var rng = new Rng(8);
        return Dataset.Classification([.. Enumerable.Range(0, count * inputs).Select(_ => rng.NextNormal())], [.. Enumerable.Range(0, count).Select(_ => rng.Next(classes))]);
    }

    private TrainingHistory Fit(WithDropout network, Optimizer optimizer, string folder, int cutAt)
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        return network.Fit(Digits, new TrainingOptions
        {
            Optimizer = optimizer, Epochs = 3, BatchSize = 24, ValidationFraction = 0.04, Seed = 5, Cancellation = source.Token,
            Schedule = optimizer.HasMomentum ? new OneCycleSchedule(0.01, 18) : new ExponentialSchedule(0.9), EarlyStopping = new EarlyStopping(),
            Checkpoint = new CheckpointOptions { Folder = _folder.File(folder), EverySteps = 2, Resume = true },
            Progress = new Counter(() =>
            {
                if (++steps == cutAt)
                    source.Cancel();
            }),
            ProgressInterval = TimeSpan.Zero,
        });
    }

    private sealed class Counter(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }

    /// <summary>Does nothing but note what the thread has allocated at every update.</summary>
    private sealed class AllocationMeter() : Optimizer(0.1f)
    {
        public List<long> Allocated { get; } = new(1000);

        protected override void Update(Span<float> parameters, ReadOnlySpan<float> gradients) => Allocated.Add(GC.GetAllocatedBytesForCurrentThread());
    }
}
