using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

/// <summary>Schedules, early stopping and continued training.</summary>
public sealed class ScheduledTrainingTests
{
    private static readonly Dataset Data = TrainingLoopTests.Numbered(10);

    [Fact]
    public void Schedule_ByEpoch_ChangesBetweenEpochs_AndTheRateIsSetBack()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var optimizer = new Sgd(0.8f);

        TrainingHistory history = TrainingLoop.Fit(network, Data, new TrainingOptions { Optimizer = optimizer, Epochs = 3, BatchSize = 5, Schedule = new ExponentialSchedule(0.5) });

        Assert.Equal([0.8f, 0.8f, 0.4f, 0.4f, 0.2f, 0.2f], network.Rates);
        Assert.Equal([0.8f, 0.4f, 0.2f], history.Epochs.Select(static e => e.LearningRate));
        Assert.Equal(0.8f, optimizer.LearningRate);
    }

    [Fact]
    public void Schedule_OneCycle_MovesRateAndMomentumByStep_AndBothAreSetBack()
    {
        var momenta = new List<double>();
        var optimizer = new Sgd(0.5f) { Momentum = 0.3 };
        var schedule = new OneCycleSchedule(1, 8);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { BeforeStep = _ => momenta.Add(optimizer.Momentum) };

        TrainingLoop.Fit(network, Data, new TrainingOptions { Optimizer = optimizer, Epochs = 4, BatchSize = 5, Schedule = schedule });

        Assert.Equal(Enumerable.Range(0, 8).Select(i => schedule.GetLearningRate(0.5f, i)), network.Rates);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => schedule.GetMomentum(i)!.Value), momenta);
        Assert.Equal((0.5f, 0.3), (optimizer.LearningRate, optimizer.Momentum));
    }

    [Fact]
    public void Schedule_IsSetBack_AfterAnExceptionToo()
    {
        var optimizer = new Adam(0.5f);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => step == 3 ? float.NaN : 1 };

        Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Fit(network, Data, new TrainingOptions { Optimizer = optimizer, BatchSize = 2, Schedule = new OneCycleSchedule(1, 8) }));

        Assert.Equal((0.5f, 0.9), (optimizer.LearningRate, optimizer.Beta1));
    }

    [Fact]
    public void Schedule_ReduceOnPlateau_FollowsTheMetric_AndBeginsAnewWithEveryFit()
    {
        var schedule = new ReduceOnPlateau { Patience = 1, Factor = 0.5, Maximize = true };
        for (int run = 0; run < 2; run++)
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3);
            // The validation accuracy never changes: the third epoch is the second bad report in a row.
            TrainingLoop.Fit(network, Data, new TrainingOptions
            {
                Optimizer = new Sgd(1), Epochs = 6, Validation = Data, Schedule = schedule, ScheduleMetric = TrainingMetric.ValidationAccuracy,
            });
            Assert.Equal([1, 1, 1, 0.5f, 0.5f, 0.25f], network.Rates);
        }
    }

    [Fact]
    public void Schedule_State_GoesThroughCompositions()
    {
        SequentialSchedule Create() => new([new ChainedSchedule(new ReduceOnPlateau { Patience = 0 }, new ExponentialSchedule(0.5)), new ReduceOnPlateau { Patience = 0, Factor = 0.5 }], [3]);
        SequentialSchedule one = Create(), other = Create();
        foreach (int position in (int[])[0, 1, 2, 3, 4, 5])
        {
            one.GetRate(1, position);
            one.Report(1);
        }

        other.SetState(one.GetState());

        Assert.Equal(8, one.GetState().Count);
        Assert.Equal(one.GetState(), other.GetState());
        Assert.Equal(one.GetRate(1, 2), other.GetRate(1, 2));
        Assert.Equal(one.GetRate(1, 6), other.GetRate(1, 6));
        Assert.NotEqual(Create().GetRate(1, 6), other.GetRate(1, 6));
        Assert.Throws<ArgumentException>(() => other.SetState([1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau().SetState([1, -1, 0, 0]));
        Assert.Throws<ArgumentException>(() => new ExponentialSchedule(0.5).SetState([1]));
    }

    [Fact]
    public void EarlyStopping_StopsAfterPatience_AndRestoresTheBest()
    {
        // Losses by epoch; a gradient of 1 takes every parameter down by 1 in each.
        float[] losses = [5, 4, 4.5f, 3.95f, 4.2f, 4.1f, 1];
        FakeNetwork Run(EarlyStopping stopping, out TrainingHistory history)
        {
            var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = step => losses[step - 1] };
            history = TrainingLoop.Fit(network, Data, new TrainingOptions { Optimizer = new Sgd(1), Epochs = 7, EarlyStopping = stopping });
            return network;
        }

        FakeNetwork network = Run(new EarlyStopping { Metric = TrainingMetric.Loss, Patience = 2 }, out TrainingHistory history);
        Assert.Equal(6, history.Epochs.Count);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-4, p));

        // 3.95 is not better than 4 by 0.1: epoch 2 stays the best.
        network = Run(new EarlyStopping { Metric = TrainingMetric.Loss, Patience = 3, MinDelta = 0.1 }, out history);
        Assert.Equal(5, history.Epochs.Count);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-2, p));

        network = Run(new EarlyStopping { Metric = TrainingMetric.Loss, Patience = 2, RestoreBest = false }, out history);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-6, p));

        network = Run(new EarlyStopping { Metric = TrainingMetric.Loss, Patience = 4 }, out history);
        Assert.Equal(7, history.Epochs.Count);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-7, p));
    }

    [Fact]
    public void EarlyStopping_ByAccuracy_WantsItHigher()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        TrainingHistory history = TrainingLoop.Fit(network, Data, new TrainingOptions
        {
            Optimizer = new Sgd(1), Epochs = 9, Validation = Data, EarlyStopping = new EarlyStopping { Metric = TrainingMetric.ValidationAccuracy, Patience = 3 },
        });

        // The accuracy is 1 from the first epoch on.
        Assert.Equal(4, history.Epochs.Count);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(-1, p));
    }

    [Fact]
    public void ContinueFrom_GoesOnAsIfItHadBeenOneRun()
    {
        TrainingOptions Options(Optimizer optimizer, LearningRateSchedule schedule, int epochs, TrainingHistory? before) =>
            new() { Optimizer = optimizer, Schedule = schedule, Epochs = epochs, BatchSize = 3, Seed = 5, ContinueFrom = before };
        FakeNetwork whole = new(OutputKind.Classes, 3, 3), parts = new(OutputKind.Classes, 3, 3);
        TrainingHistory all = TrainingLoop.Fit(whole, Data, Options(new Adam(), new ReduceOnPlateau { Patience = 0 }, 5, null));
        (var optimizer, var schedule) = (new Adam(), new ReduceOnPlateau { Patience = 0 });

        TrainingHistory first = TrainingLoop.Fit(parts, Data, Options(optimizer, schedule, 2, null));
        ulong dropout = parts.LastTrainer!.DropoutStep;
        TrainingHistory both = TrainingLoop.Fit(parts, Data, Options(optimizer, schedule, 3, first));

        Assert.Equal(whole.Parameters.ToArray(), parts.Parameters.ToArray());
        Assert.Equal(whole.Seen, parts.Seen);
        Assert.Equal(whole.Rates, parts.Rates);
        Assert.Equal(all.Epochs.Select(static e => e with { Seconds = 0 }), both.Epochs.Select(static e => e with { Seconds = 0 }));
        Assert.Equal((8ul, 20ul), (dropout, parts.LastTrainer!.DropoutStep));
    }

    [Fact]
    public void FitOneCycle_HasFastaisRates()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        network.FitOneCycle(Data, new TrainingOptions { Optimizer = new Sgd(1), Epochs = 2, BatchSize = 2 }, 0.5, risingFraction: 0.3);

        // fastai: combined_cos(0.3, 0.02, 0.5, 5e-6) at i/10.
        double[] expected = [0.02, 0.14, 0.38, 0.5, 0.475242465, 0.405873392, 0.305632177, 0.194372823, 0.094131608, 0.024762535];
        Assert.Equal(10, network.Rates.Count);
        for (int i = 0; i < 10; i++)
            Assert.Equal(expected[i], network.Rates[i], 1e-7);
    }

    [Fact]
    public void FineTune_TrainsTheHeadFirst_ThenAllWithGradedRates()
    {
        var snapshots = new List<float[]>();
        var optimizer = new Sgd(1);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        network.BeforeStep = _ => snapshots.Add(network.Parameters.ToArray());

        TrainingHistory history = network.FineTune(Data, new TrainingOptions { Optimizer = optimizer, Epochs = 3, BatchSize = 5 }, baseRate: 0.5, freezeEpochs: 2);

        Assert.Equal([1, 2, 3, 4, 5], history.Epochs.Select(static e => e.Epoch));
        // Four steps in which layer 0 does not move, then six in which it moves a hundredth of layer 2.
        Assert.All(snapshots[4][..4], static p => Assert.Equal(0, p));
        Assert.True(snapshots[4][4] < 0);
        Assert.Equal(0.01f, (network.Parameters[0] - snapshots[4][0]) / (network.Parameters[4] - snapshots[4][4]), 1e-4f);
        // The optimizer was reset in between, and has its own rate again.
        Assert.Equal((6L, 1f), (optimizer.StepCount, optimizer.LearningRate));
        // The second part begins at half the base rate divided by 5.
        Assert.Equal(0.05f, network.Rates[4], 1e-6f);
        Assert.Equal(0.25f, network.Rates[4..].Max(), 2e-2f);
    }

    [Fact]
    public void Cycles_RefuseOptionsThatTheyDecide()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var options = new TrainingOptions { Optimizer = new Sgd(1), Schedule = new ExponentialSchedule(0.5) };

        Assert.Contains("without a Schedule", Assert.Throws<ArgumentException>(() => network.FitOneCycle(Data, options, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("without a Schedule", Assert.Throws<ArgumentException>(() => network.FineTune(Data, options)).Message, StringComparison.Ordinal);
        Assert.Contains("decides what is frozen", Assert.Throws<ArgumentException>(() => network.FineTune(Data, new TrainingOptions { Optimizer = new Sgd(1), FrozenParameters = ["0"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.FitOneCycle(Data, options with { Schedule = null }, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.FineTune(Data, options with { Schedule = null }, freezeEpochs: 0));
        Assert.Empty(network.BatchSizes);
    }
}
