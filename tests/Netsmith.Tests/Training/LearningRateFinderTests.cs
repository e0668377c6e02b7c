using Netsmith.CompilerServices;

namespace Netsmith.Tests.Training;

public sealed class LearningRateFinderTests
{
    private static readonly Dataset Data = TrainingLoopTests.Numbered(10);

    [Fact]
    public void Find_GoesUpExponentially_AndSmoothsTheLoss()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => 1 + step % 3 };

        LearningRateCurve curve = LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = new Sgd(1), BatchSize = 4 });

        Assert.Equal(100, curve.Rates.Count);
        Assert.False(curve.HasDiverged);
        // Weighted means computed anew for every point: weights 0.98^(age), normalized.
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(1e-7 * Math.Pow(1e8, i / 100.0), curve.Rates[i], 1e-12 * curve.Rates[i]);
            Assert.Equal((float)curve.Rates[i], network.Rates[i]);
            (double sum, double weights) = (0, 0);
            for (int j = 0; j <= i; j++)
            {
                double weight = Math.Pow(0.98, i - j);
                sum += weight * (1 + (j + 1) % 3);
                weights += weight;
            }
            Assert.Equal(sum / weights, curve.Losses[i], 1e-9);
        }
    }

    [Fact]
    public void Find_StopsAtFourTimesTheBest_OrWhereTheLossIsNotFinite()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => step < 50 ? 1 : 1000 };
        LearningRateCurve curve = LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = new Sgd(1) });
        Assert.True(curve.HasDiverged);
        Assert.Equal(50, curve.Rates.Count);
        Assert.True(curve.Losses[^1] > 4);

        network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => step < 30 ? 1 : float.NaN };
        curve = LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = new Sgd(1) });
        Assert.True(curve.HasDiverged);
        Assert.Equal(29, curve.Losses.Count);

        network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = static step => step < 50 ? 1 : 1000 };
        curve = LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = new Sgd(1) }, new LearningRateRange { StopWhenDiverged = false, Steps = 70 });
        Assert.False(curve.HasDiverged);
        Assert.Equal(70, curve.Rates.Count);
    }

    [Fact]
    public void Find_PutsEverythingBack()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        float[] start = [1, 2, 3, 4, 5, 6];
        start.CopyTo(network.Parameters);
        var optimizer = new Adam(0.25f);
        TrainingLoop.Fit(network, Data, new TrainingOptions { Optimizer = optimizer });
        OptimizerState before = optimizer.GetState();
        float[] parameters = network.Parameters.ToArray();

        LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = optimizer, BatchSize = 4 });

        OptimizerState after = optimizer.GetState();
        Assert.Equal(parameters, network.Parameters.ToArray());
        Assert.Equal((before.LearningRate, before.StepCount, before.ParameterCount), (after.LearningRate, after.StepCount, after.ParameterCount));
        Assert.Equal(before.Buffers.SelectMany(static b => b.Values), after.Buffers.SelectMany(static b => b.Values));

        // A fresh optimizer is fresh afterwards, after an exception too.
        var fresh = new Sgd(0.5f) { Momentum = 0.9 };
        network.BeforeStep = static step => throw new TimeZoneNotFoundException();
        Assert.Throws<TimeZoneNotFoundException>(() => LearningRateFinder.Find(network, Data, new TrainingOptions { Optimizer = fresh }));
        Assert.Equal((0.5f, 0L, 0), (fresh.LearningRate, fresh.StepCount, fresh.ParameterCount));
        Assert.Equal(parameters, network.Parameters.ToArray());
    }

    [Fact]
    public void Curve_Suggestions_AreFastais()
    {
        // fastai's valley, steep and minimum, run in Python on this curve: flat, falling with a bump, rising.
        double[] rates = [.. Enumerable.Range(0, 100).Select(static i => 1e-7 * Math.Pow(1e8, i / 100.0))];
        double[] losses = [.. Enumerable.Range(0, 100).Select(static i => i < 40 ? 2.3 + 0.001 * (i % 7) : i < 80 ? 2.3 - 0.04 * (i - 40) + (i % 5 == 0 ? 0.06 : 0) : 0.74 + 0.2 * (i - 79))];

        var curve = new LearningRateCurve(rates, losses, true, 100);

        Assert.Equal(0.006309573444801929, curve.Valley!.Value, 1e-12);
        Assert.Equal(0.0001584893192461114, curve.Steepest!.Value, 1e-12);
        Assert.Equal(0.02089296130854041, curve.Minimum!.Value, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public void Curve_WithFewPoints_SuggestsWhatItCan(int points)
    {
        double[] rates = [.. Enumerable.Range(1, points).Select(static i => (double)i)];

        var curve = new LearningRateCurve(rates, [.. rates.Select(static r => -r)], true, 100);

        Assert.Equal(points >= 16 ? 11 : null, curve.Valley);
        Assert.Equal(points >= 17 ? 11 : null, curve.Steepest);
        Assert.Equal(points >= 17 ? 1.2 : points == 16 ? 1.1 : null, curve.Minimum);
    }

    [Fact]
    public void Find_ChecksItsArguments()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        var options = new TrainingOptions { Optimizer = new Sgd(1) };

        Assert.Throws<ArgumentException>(() => LearningRateFinder.Find(network, Data.Take(0), options));
        Assert.Throws<ArgumentException>(() => LearningRateFinder.Find(network, Data, options, new LearningRateRange { Start = 1, End = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange { Steps = 5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange { Start = 0 });
        Assert.Throws<ArgumentException>(() => new LearningRateCurve([1], [], false, 100));
        Assert.Empty(network.BatchSizes);
    }
}
