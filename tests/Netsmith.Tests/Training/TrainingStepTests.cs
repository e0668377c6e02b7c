using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

/// <summary>What happens to gradients before they become an update. The fake network's gradients are whatever a test wants.</summary>
public sealed class TrainingStepTests
{
    [Fact]
    public void Plain_UsesTheTrainersOwnStep()
    {
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = new Sgd(0.5f), BatchSize = 4 }, 8);

        Assert.Equal(2, network.FusedSteps);
        Assert.Equal([-1f, -1, -1, -1, -1, -1], network.Parameters.ToArray());
    }

    [Fact]
    public void ClipValue_LimitsEachGradient()
    {
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = new Sgd(1), ClipValue = 0.25f, BatchSize = 4 }, 8, step => step == 1 ? 3 : -0.125f);

        Assert.Equal(0, network.FusedSteps);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-0.25f + 0.125f, p));
    }

    [Fact]
    public void ClipNorm_ScalesAllGradients()
    {
        // Six gradients of 2: the norm is √24. The second step's is below the limit and stays.
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = new Sgd(1), ClipNorm = 1, BatchSize = 4 }, 8, step => step == 1 ? 2 : 0.25f);

        float scaled = (float)(1 / (Math.Sqrt(24) + 1e-6)) * 2;
        Assert.All(network.Parameters.ToArray(), p => Assert.Equal(-scaled - 0.25f, p, 1e-6f));
    }

    [Fact]
    public void ClipNorm_LeavesOutWhatIsFrozen()
    {
        // Two gradients of 3 are left: the norm is √18.
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = new Sgd(1), ClipNorm = 1, FrozenParameters = ["0"] }, 4, static _ => 3);

        Assert.Equal([0, 0, 0, 0], network.Parameters[..4].ToArray());
        Assert.All(network.Parameters[4..].ToArray(), static p => Assert.Equal(-3 / Math.Sqrt(18), p, 1e-6));
    }

    [Fact]
    public void Accumulation_AveragesOverAllSamplesOfTheGroup_AndTheRestOfAnEpochIsAGroup()
    {
        // Batches of 4, 4, 4, 4, 2: updates from 1+2, 3+4 and 5, whose gradients are their numbers.
        var optimizer = new Sgd(1);
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = optimizer, BatchSize = 4, AccumulationSteps = 2 }, 18, static step => step);

        Assert.Equal(3, optimizer.StepCount);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-(1.5f + 3.5f + 5f), p));

        // Batches of 4 and 2 in a group: their gradients count by samples.
        network = Fit(new TrainingOptions { Optimizer = new Sgd(1), BatchSize = 4, AccumulationSteps = 3 }, 6, static step => step);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-(4 * 1 + 2 * 2) / 6f, p, 1e-6f));
    }

    [Fact]
    public void Accumulation_CountsScheduleStepsByUpdates()
    {
        var schedule = new LinearWarmup(4);
        FakeNetwork network = Fit(new TrainingOptions { Optimizer = new Sgd(1), Epochs = 2, BatchSize = 4, AccumulationSteps = 2, Schedule = schedule }, 18);

        Assert.Equal([0.25f, 0.25f, 0.5f, 0.5f, 0.75f, 1, 1, 1, 1, 1], network.Rates);
        Assert.Equal(3, new TrainingOptions { Optimizer = new Sgd(1), BatchSize = 4, AccumulationSteps = 2 }.GetStepsPerEpoch(TrainingLoopTests.Numbered(18)));
    }

    [Fact]
    public void Frozen_StaysBitForBit_WithMomentumAndDecay_AndSoDoesItsState()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        float[] start = [1, 2, 3, 4, 5, 6];
        start.CopyTo(network.Parameters);
        var optimizer = new AdamW(0.1f);

        TrainingLoop.Fit(network, TrainingLoopTests.Numbered(8), new TrainingOptions { Optimizer = optimizer, BatchSize = 4, FrozenParameters = ["0.bias", "2"] });

        Assert.Equal(start[3..], network.Parameters[3..].ToArray());
        Assert.All(Enumerable.Range(0, 3), i => Assert.NotEqual(start[i], network.Parameters[i]));
        OptimizerState state = optimizer.GetState();
        Assert.Equal(2, state.StepCount);
        Assert.All(state.Buffers, static buffer =>
        {
            Assert.DoesNotContain(0, buffer.Values[..3]);
            Assert.Equal([0, 0, 0], buffer.Values[3..]);
        });
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_InRanges_GivesTheSameBitsAsInOne(Func<Optimizer> create)
    {
        var rng = new Rng(5);
        float[] whole = [.. Enumerable.Range(0, 37).Select(_ => rng.NextNormal())], parts = [.. whole];
        Optimizer one = create(), other = create();
        one.Initialize(37);
        other.Initialize(37);
        for (int step = 0; step < 4; step++)
        {
            float[] gradients = [.. Enumerable.Range(0, 37).Select(_ => rng.NextNormal())];
            one.Step(whole, gradients);
            other.Step(parts, gradients, [new TrainableRange(0, 5, 1), new TrainableRange(5, 20, 1), new TrainableRange(25, 12, 1)]);
        }

        Assert.Equal(whole, parts);
        Assert.Equal(one.GetState().StepCount, other.GetState().StepCount);
        Assert.Equal(one.GetState().Buffers.SelectMany(static b => b.Values), other.GetState().Buffers.SelectMany(static b => b.Values));
    }

    public static TheoryData<Func<Optimizer>> Optimizers { get; } =
    [
        () => new Sgd(0.1f), () => new Sgd(0.1f) { Momentum = 0.9, Dampening = 0.5, WeightDecay = 0.1 }, () => new RmsProp { Centered = true, Momentum = 0.5 },
        () => new Adagrad(), () => new Adadelta(), () => new Adam { AmsGrad = true }, () => new AdamW(), () => new Adamax(), () => new NAdam(), () => new RAdam(),
    ];

    [Fact]
    public void LearningRateFactors_MultiplyTheRate_ATensorsGoesFirst()
    {
        FakeNetwork network = Fit(new TrainingOptions
        {
            Optimizer = new Sgd(1), LearningRateFactors = new Dictionary<string, double> { ["0"] = 0.5, ["0.bias"] = 0.25, ["2"] = 0 },
        }, 4);

        Assert.Equal([-0.5f, -0.5f, -0.5f, -0.25f, 0, 0], network.Parameters.ToArray());
    }

    [Fact]
    public void Weights_AreTheSamplesTimesTheClasses_AndReachTheTrainer()
    {
        Dataset data = Dataset.Classification([0f, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0], [0, 2, 1, 2]).WithSampleWeights([1, 2, 3, 0.5f]);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => step };

        TrainingHistory history = TrainingLoop.Fit(network, data, new TrainingOptions { Optimizer = new Sgd(1), BatchSize = 2, Shuffle = false, ClassWeights = [1, 10, 100] });

        Assert.Equal([1, 200, 30, 50], network.WeightsSeen);
        // Losses 1 and 2 of batches that weigh 201 and 80.
        Assert.Equal((201 * 1 + 80 * 2) / 281.0, history.Epochs[0].Loss, 1e-12);
    }

    [Fact]
    public void SampleWeights_StayWithTheirSamplesInSubsets()
    {
        float[] weights = [0, 1, 2, 3, 4, 5, 6, 7];
        Dataset data = TrainingLoopTests.Numbered(8).WithSampleWeights(weights);

        foreach (Dataset subset in (Dataset[])[data.Take(3), data.Shuffle(4), data.Split(0.5, 9).Second, data.Select([5, 5, 2]), data.Relabel(static _ => 1), data.ToRegression(static _ => 2f), data.WithClassCount(5), data.Where(static label => label == 0), data.ToOneHot()])
        {
            float[] expected = [.. Enumerable.Range(0, subset.Count).Select(i => subset.Sample(i)[0])];
            Assert.Equal(expected, subset.SampleWeights.ToArray());
        }
        Assert.Equal(weights, data.Standardize(out _).SampleWeights.ToArray());
        Assert.Contains("8 weights, one for each sample, found 2", Assert.Throws<ArgumentException>(() => data.WithSampleWeights([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("found -1 at sample 3", Assert.Throws<ArgumentException>(() => data.WithSampleWeights([1, 2, 3, -1, 1, 1, 1, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatContradict_AreRefused()
    {
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), ClipNorm = 1, ClipValue = 1 }, "Expected ClipValue or ClipNorm, found both");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), FrozenParameters = ["1.weight"] }, "FrozenParameters: expected a tensor or layer with parameters of FakeNetwork (0.weight, 0.bias, 2.weight), found '1.weight'");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), FrozenParameters = ["0", "2"] }, "at least one tensor that is left to train");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), LearningRateFactors = new Dictionary<string, double> { ["0"] = -1 } }, "found -1 for '0'");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), ClassWeights = [1, 2] }, "ClassWeights: expected 3 weights, one for each class, found 2");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), ClassWeights = [1, float.NaN, 2] }, "found NaN for class 1");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), ClassWeights = [0, 1, 1] }, "at least one training sample with a weight above 0");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), EarlyStopping = new EarlyStopping() }, "EarlyStopping: expected validation data to measure ValidationLoss on, found none");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), ScheduleMetric = TrainingMetric.ValidationAccuracy }, "ScheduleMetric: expected validation data");
        Refuses(new TrainingOptions { Optimizer = new Sgd(1), Epochs = 3, BatchSize = 3, Schedule = new OneCycleSchedule(1, 11) }, "expected a OneCycleSchedule of 12 positions (3 epochs of 4 steps), found one of 11");
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(1), ClipNorm = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TrainingOptions { Optimizer = new Sgd(1), AccumulationSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EarlyStopping { Patience = 0 });
    }

    [Fact]
    public void Divergence_NamesTheFirstLayerWithParametersThatAreNotFinite()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        network.BeforeStep = step =>
        {
            if (step == 2)
                network.Parameters[5] = float.PositiveInfinity;
        };
        network.StepLoss = static step => step == 2 ? float.NaN : 1;

        var e = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Fit(network, TrainingLoopTests.Numbered(8), new TrainingOptions { Optimizer = new Sgd(0.1f), BatchSize = 4 }));

        Assert.Equal("layer 2, Dense(3)", e.Layer);
        Assert.Contains("epoch 1, step 2, at learning rate 0.1. The first parameters that are not finite are in layer 2, Dense(3): '2.weight' is ∞ at index 1.".Replace("∞", "Infinity", StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Divergence_WithFiniteParameters_NamesTheLargest()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static _ => float.PositiveInfinity };
        network.Parameters[1] = -7e9f;

        var e = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Fit(network, TrainingLoopTests.Numbered(8), new TrainingOptions { Optimizer = new Sgd(0.1f) }));

        Assert.Equal("layer 0, Dense(4)", e.Layer);
        Assert.Contains("All parameters are finite, so the loss itself has overflowed; the largest parameter, 7E+09, is in layer 0", e.Message, StringComparison.Ordinal);
    }

    private static void Refuses(TrainingOptions options, string message)
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var e = Assert.ThrowsAny<ArgumentException>(() => TrainingLoop.Fit(network, TrainingLoopTests.Numbered(10), options));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(network.BatchSizes);
    }

    private static FakeNetwork Fit(TrainingOptions options, int samples, Func<int, float>? gradient = null)
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { Gradient = gradient };
        TrainingLoop.Fit(network, TrainingLoopTests.Numbered(samples), options);
        return network;
    }
}
