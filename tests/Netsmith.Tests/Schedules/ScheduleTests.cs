namespace Netsmith.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_IsTheBaseRate() => Assert.Equal(0.25f, new ConstantSchedule().GetLearningRate(0.25f, 1000));

    [Fact]
    public void Intervals_AreStepsWhereTheScheduleSpansTraining()
    {
        Assert.Equal(ScheduleInterval.Epoch, new StepSchedule(3).Interval);
        Assert.Equal(ScheduleInterval.Step, new OneCycleSchedule(0.1, 10).Interval);
        Assert.Equal(ScheduleInterval.Step, new LinearWarmup(10).Interval);
        Assert.Equal(ScheduleInterval.Epoch, new OneCycleSchedule(0.1, 10) { Interval = ScheduleInterval.Epoch }.Interval);
    }

    [Fact]
    public void OneCycle_BeyondItsLength_KeepsTheLastRate()
    {
        var schedule = new OneCycleSchedule(0.1, 10);

        Assert.Equal(10, schedule.Length);
        Assert.Equal(0.1 / 25 / 1e4, schedule.GetRate(1, 9), 1e-15);
        Assert.Equal(schedule.GetRate(1, 9), schedule.GetRate(1, 500));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void OneCycle_ShortestTraining_IsFinite(double rising)
    {
        var schedule = new OneCycleSchedule(0.1, 2) { RisingFraction = rising };

        Assert.All([0, 1, 2], t => Assert.InRange(schedule.GetRate(1, t), 0, 0.1));
    }

    [Fact]
    public void OneCycle_WithoutCycledMomentum_LeavesItAlone() => Assert.Null(new OneCycleSchedule(0.1, 5) { CycleMomentum = false }.GetMomentum(0));

    [Fact]
    public void LinearWarmup_WithoutTotal_StaysAtTheBaseRate()
    {
        var schedule = new LinearWarmup(4);

        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(t => schedule.GetRate(1, t)));
        Assert.Equal(0, new LinearWarmup(4, 8).GetRate(1, 100));
    }

    [Fact]
    public void Cosine_FarPosition_IsExact() => Assert.Equal(new CosineSchedule(50).GetRate(1, 7), new CosineSchedule(50).GetRate(1, 7 + 100L * 1_000_000_000));

    [Fact]
    public void Chained_FactorsMultiply()
    {
        var schedule = new ChainedSchedule(new StepSchedule(2, 0.5), new ExponentialSchedule(0.9));

        for (int t = 0; t < 6; t++)
            Assert.Equal(0.2 * Math.Pow(0.5, t / 2) * Math.Pow(0.9, t), schedule.GetRate(0.2, t), 1e-15);
    }

    [Fact]
    public void Sequential_EachScheduleCountsFromItsStart()
    {
        var schedule = new SequentialSchedule([new LinearSchedule(0.5, 1, 2), new ExponentialSchedule(0.5), new ConstantSchedule()], [2, 5]);

        Assert.Equal([0.5, 0.75, 1, 0.5, 0.25, 1, 1], Enumerable.Range(0, 7).Select(t => schedule.GetRate(1, t)));
    }

    [Fact]
    public void Sequential_ReportsReachTheActiveScheduleOnly()
    {
        var plateau = new ReduceOnPlateau { Patience = 0, Factor = 0.5 };
        var schedule = new SequentialSchedule([new ConstantSchedule(), plateau], [3]);
        for (int t = 0; t < 3; t++)
        {
            schedule.GetRate(1, t);
            schedule.Report(5);
        }

        Assert.Equal(double.PositiveInfinity, plateau.State.Best);
        schedule.GetRate(1, 3);
        schedule.Report(5);
        Assert.Equal(5, plateau.State.Best);
    }

    [Fact]
    public void Combined_MomentumAndLength_ComeFromTheParts()
    {
        var oneCycle = new OneCycleSchedule(0.1, 10);
        var warmup = new LinearWarmup(5);
        Assert.Equal(15, new SequentialSchedule([warmup, oneCycle], [5]).Length);
        Assert.Equal(oneCycle.GetMomentum(2), new SequentialSchedule([warmup, oneCycle], [5]).GetMomentum(7));
        Assert.Equal(oneCycle.GetMomentum(7), new ChainedSchedule(oneCycle, warmup).GetMomentum(7));
        Assert.Equal(10, new ChainedSchedule(oneCycle, warmup).Length);
    }

    [Fact]
    public void ReduceOnPlateau_Maximize_FollowsAccuracy()
    {
        var schedule = new ReduceOnPlateau { Maximize = true, Patience = 1, Factor = 0.1 };
        foreach (double accuracy in (double[])[0.5, 0.6, 0.6, 0.55])
            schedule.Report(accuracy);

        Assert.Equal(0.01, schedule.GetRate(0.1, 0), 1e-15);
        Assert.Equal(0.6, schedule.State.Best);
    }

    [Fact]
    public void ReduceOnPlateau_CooldownMinimumAndAbsoluteThreshold()
    {
        var schedule = new ReduceOnPlateau { Patience = 0, Factor = 0.5, Cooldown = 2, MinRate = 0.3, Threshold = 0.1, AbsoluteThreshold = true };
        List<double> rates = [];
        foreach (double loss in (double[])[1, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95])
        {
            schedule.Report(loss);
            rates.Add(schedule.GetRate(1, 0));
        }

        Assert.Equal([1, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3], rates);
    }

    [Fact]
    public void ReduceOnPlateau_NaNIsNeverBetter_AndStateContinues()
    {
        var schedule = new ReduceOnPlateau { Patience = 1, Factor = 0.5 };
        schedule.Report(1);
        schedule.Report(double.NaN);
        var resumed = new ReduceOnPlateau { Patience = 1, Factor = 0.5, State = schedule.State };

        resumed.Report(double.NaN);

        Assert.Equal(0.5, resumed.GetRate(1, 0));
        resumed.Reset();
        Assert.Equal(1, resumed.GetRate(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => resumed.State = new PlateauState(1, -1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => resumed.State = new PlateauState(double.NaN, 0, 0, 0));
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new StepSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new StepSchedule(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ExponentialSchedule(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CosineSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new CosineSchedule(5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OneCycleSchedule(0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OneCycleSchedule(0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OneCycleSchedule(0.1, 10) { RisingFraction = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new LinearSchedule(-1, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new LinearWarmup(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new LinearWarmup(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReduceOnPlateau { Factor = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ReduceOnPlateau { Patience = -1 });
        Assert.Throws<ArgumentException>(static () => new MultiStepSchedule([3, 3]));
        Assert.Throws<ArgumentException>(static () => new MultiStepSchedule([0]));
        Assert.Throws<ArgumentException>(static () => new ChainedSchedule());
        Assert.Throws<ArgumentException>(static () => new ChainedSchedule(new StepSchedule(1), new LinearWarmup(1)));
        Assert.Throws<ArgumentException>(static () => new SequentialSchedule([new StepSchedule(1)], [1]));
        Assert.Throws<ArgumentNullException>(static () => new SequentialSchedule([null!], []));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ConstantSchedule().GetRate(0.1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ConstantSchedule().GetRate(double.NaN, 0));
    }
}
