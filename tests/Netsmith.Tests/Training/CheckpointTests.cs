using Netsmith.CompilerServices;
using Netsmith.Tests.Serialization;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Training;

/// <summary>What checkpoints keep and when, which are refused, and that a run that was cut off anywhere goes on with the same bits.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly Dataset Data = TrainingLoopTests.Numbered(10);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resume_AfterACutAtAnyStep_EndsWithTheSameBits()
    {
        // Five batches an epoch, three updates: with ReduceOnPlateau, early stopping, momentum and accumulation there is state of every kind.
        (FakeNetwork whole, TrainingHistory expected) = Train("whole", cutAt: int.MaxValue);

        for (int cut = 1; cut <= 19; cut++)
        {
            string name = FormattableString.Invariant($"cut{cut}");
            Assert.Throws<OperationCanceledException>(() => Train(name, cut));
            (FakeNetwork network, TrainingHistory history) = Train(name, int.MaxValue);

            Assert.Equal(whole.Parameters.ToArray(), network.Parameters.ToArray());
            Assert.Equal(expected.Epochs.Select(static e => e with { Seconds = 0 }), history.Epochs.Select(static e => e with { Seconds = 0 }));
            Assert.Equal(whole.LastTrainer!.DropoutStep, network.LastTrainer!.DropoutStep);
            Assert.Equal(whole.Seen.TakeLast(network.Seen.Count), network.Seen);
            Assert.Equal(whole.Rates.TakeLast(network.Rates.Count), network.Rates);
            // The batches up to the cut are done; the last is done again where it was half of an update.
            Assert.InRange(network.Seen.Count, 40 - 2 * cut, 40 - 2 * cut + 2);
        }
    }

    [Fact]
    public void Resume_OfAFinishedRun_TrainsNoMore_AndWithMoreEpochsGoesOn()
    {
        FakeNetwork whole = Fit(Options("whole", epochs: 5));
        FakeNetwork first = Fit(Options("run", epochs: 3)), again = Fit(Options("run", epochs: 3)), longer = Fit(Options("run", epochs: 5));

        Assert.Empty(again.BatchSizes);
        Assert.Equal(first.Parameters.ToArray(), again.Parameters.ToArray());
        Assert.Equal(whole.Parameters.ToArray(), longer.Parameters.ToArray());
        Assert.NotEqual(first.Parameters.ToArray(), longer.Parameters.ToArray());
    }

    [Fact]
    public void Resume_OfAnEarlyStoppedRun_KeepsTheBest()
    {
        // The accuracy is the same in every epoch: the first is the best.
        TrainingOptions options = Options("run", epochs: 9) with { EarlyStopping = new EarlyStopping { Metric = TrainingMetric.Accuracy, Patience = 2 } };
        FakeNetwork first = Fit(options with { Optimizer = new Sgd(1) }), again = Fit(options with { Optimizer = new Sgd(1) });

        Assert.Equal([-2f, -2, -2, -2, -2, -2], first.Parameters.ToArray());
        Assert.Equal(first.Parameters.ToArray(), again.Parameters.ToArray());
        Assert.Empty(again.BatchSizes);
        var loaded = new FakeNetwork(OutputKind.Classes, 3, 3);
        loaded.LoadCheckpoint(_folder.File("run"));
        Assert.Equal([-6f, -6, -6, -6, -6, -6], loaded.Parameters.ToArray());
        loaded.LoadCheckpoint(_folder.File("run"), best: true);
        Assert.Equal(first.Parameters.ToArray(), loaded.Parameters.ToArray());
    }

    [Fact]
    public void Files_EveryEpochs_TheLastAlways_AndOnlySoManyAreKept()
    {
        Fit(Options("a", 7) with { Checkpoint = new CheckpointOptions { Folder = _folder.File("a"), EveryEpochs = 2, KeepLast = 10 } });
        Fit(Options("b", 7) with { Checkpoint = new CheckpointOptions { Folder = _folder.File("b"), KeepLast = 2 } });
        Fit(Options("c", 2) with { Checkpoint = new CheckpointOptions { Folder = _folder.File("c"), KeepLast = 10, EverySteps = 1 } });

        Assert.Equal(["checkpoint-000002-00000000.safetensors", "checkpoint-000004-00000000.safetensors", "checkpoint-000006-00000000.safetensors", "checkpoint-000007-00000000.safetensors"], Files("a"));
        Assert.Equal(["checkpoint-000006-00000000.safetensors", "checkpoint-000007-00000000.safetensors"], Files("b"));
        Assert.Equal(["checkpoint-000000-00000001.safetensors", "checkpoint-000001-00000000.safetensors", "checkpoint-000001-00000001.safetensors", "checkpoint-000002-00000000.safetensors"], Files("c"));
    }

    [Fact]
    public void Files_BestOnly_AreOfEpochsThatImproved()
    {
        float[] losses = [5, 6, 4, 4, 3, 7];
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { StepLoss = step => losses[step - 1] };

        TrainingLoop.Fit(network, Data, new TrainingOptions
        {
            Optimizer = new Sgd(1), Epochs = 6, Checkpoint = new CheckpointOptions { Folder = _folder.File("run"), BestOnly = true, Metric = TrainingMetric.Loss, KeepLast = 2 },
        });

        Assert.Equal(["checkpoint-000003-00000000.safetensors", "checkpoint-000005-00000000.safetensors"], Files("run"));
        network.LoadCheckpoint(_folder.File("run"));
        Assert.Equal([-5f, -5, -5, -5, -5, -5], network.Parameters.ToArray());
    }

    [Fact]
    public void Folder_LeftoversOfAKilledProcess_AreRemoved_AndOtherFilesStay()
    {
        Directory.CreateDirectory(_folder.File("run"));
        File.WriteAllText(Path.Combine(_folder.File("run"), "checkpoint-000009-00000000.safetensors.abc.tmp"), "half");
        File.WriteAllText(Path.Combine(_folder.File("run"), "checkpoint-notes.safetensors"), "not ours");

        Fit(Options("run", 1));

        Assert.Equal(["checkpoint-000001-00000000.safetensors", "checkpoint-notes.safetensors"], Files("run"));
    }

    [Fact]
    public void NewRun_InAFolderWithCheckpoints_IsRefused()
    {
        Fit(Options("run", 1));
        TrainingOptions anew = Options("run", 1) with { Checkpoint = new CheckpointOptions { Folder = _folder.File("run") } };

        Assert.Contains("Set Checkpoint.Resume to continue that run", Assert.Throws<ArgumentException>(() => Fit(anew)).Message, StringComparison.Ordinal);
        Assert.NotNull(new FakeNetwork(OutputKind.Classes, 3, 3).Resume(Data, anew));
    }

    [Fact]
    public void OtherSettings_AreRefused_ByName_AndNothingChanges()
    {
        Fit(Options("run", 2));
        TrainingOptions same = Options("run", 3);
        Dataset otherLabels = Data.Relabel(static _ => 1), otherFeatures = Dataset.Classification(new float[30], new int[10]), weighted = Data.WithSampleWeights([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);

        Refused(same with { BatchSize = 4 }, "another batch size: it was '5' and is '4'");
        Refused(same with { Seed = 3 }, "another shuffle: it was 'seed 7' and is 'seed 3'");
        Refused(same with { Shuffle = false }, "another shuffle");
        Refused(same with { Optimizer = new Adam(0.5f) { Beta2 = 0.9 } }, "another optimizer: it was 'Adam(0.5, Beta1 = 0.9, Beta2 = 0.999");
        Refused(same with { Optimizer = new Sgd(0.5f) }, "another optimizer");
        Refused(same with { Optimizer = new Adam(0.25f) }, "another optimizer");
        Refused(same with { Schedule = new ExponentialSchedule(0.9) }, "another schedule: it was 'none'");
        Refused(same with { ClipNorm = 1 }, "another clipping: it was 'off' and is 'norm 1'");
        Refused(same with { AccumulationSteps = 2 }, "another accumulation");
        Refused(same with { FrozenParameters = ["0"] }, "another frozen");
        Refused(same with { LearningRateFactors = new Dictionary<string, double> { ["0"] = 2 } }, "another rate factors");
        Refused(same with { ClassWeights = [1, 2, 3] }, "another class weights");
        Refused(same with { Validation = Data }, "another validation data: it was 'none'");
        Refused(same with { EarlyStopping = new EarlyStopping { Metric = TrainingMetric.Loss } }, "another early stopping");
        Refused(same, "another training data", otherLabels);
        Refused(same, "another training data", otherFeatures);
        Refused(same, "another training data", weighted);

        Fit(Options("plateau", 2) with { Schedule = new ReduceOnPlateau { Patience = 3 } });
        Refused(Options("plateau", 3) with { Schedule = new ReduceOnPlateau { Patience = 4 } }, "another schedule: it was 'ReduceOnPlateau(Factor = 0.1, Patience = 3");
        Fit(Options("cycle", 2) with { Schedule = new OneCycleSchedule(0.5, 8) });
        Refused(Options("cycle", 2) with { Schedule = new OneCycleSchedule(0.5, 6) }, "another schedule");
    }

    [Fact]
    public void OptionsThatContradict_AreRefused()
    {
        Assert.Contains("BestOnly or EverySteps", Assert.Throws<ArgumentException>(() => Fit(Options("x", 1) with
        {
            Checkpoint = new CheckpointOptions { Folder = _folder.File("x"), BestOnly = true, EverySteps = 1, Metric = TrainingMetric.Loss },
        })).Message, StringComparison.Ordinal);
        Assert.Contains("expected validation data to measure ValidationLoss on", Assert.Throws<ArgumentException>(() => Fit(Options("x", 1) with
        {
            Checkpoint = new CheckpointOptions { Folder = _folder.File("x"), BestOnly = true },
        })).Message, StringComparison.Ordinal);
        Assert.Contains("ContinueFrom or Checkpoint", Assert.Throws<ArgumentException>(() => Fit(Options("x", 1) with { ContinueFrom = new TrainingHistory([]) })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Fit(Options("x", 1) with { Checkpoint = new CheckpointOptions { Folder = " " } }));
        Assert.Throws<ArgumentException>(() => new FakeNetwork(OutputKind.Classes, 3, 3).Resume(Data, new TrainingOptions { Optimizer = new Sgd(1) }));
        Assert.Throws<FileNotFoundException>(() => new FakeNetwork(OutputKind.Classes, 3, 3).LoadCheckpoint(_folder.Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointOptions { Folder = "x", KeepLast = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointOptions { Folder = "x", EveryEpochs = 0 });
        Assert.False(Directory.Exists(_folder.File("x")));
    }

    [Fact]
    public void Checkpoint_OfAnotherNetwork_IsRefused()
    {
        SafeTensors.Write(_folder.File("model.safetensors"), [new("0.weight", NumericArray.Create<float>([1f, 2, 3]))]);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        Assert.Contains("expected a checkpoint of training, 'netsmith-checkpoint-1', found a safetensors file without a format",
            Assert.Throws<NetsmithFormatException>(() => network.LoadCheckpoint(_folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
        Fit(Options("run", 1));
        var other = new NetworkSummary("Other", [3], [new LayerSummary(0, "Dense", "Dense(3)", [3], 9, 9)], [new ParameterInfo("0.weight", [3, 3], 0)], "Loss");
        string file = Path.Combine(_folder.File("run"), Files("run")[0]);
        Assert.Contains("expected the tensor 'network.0.weight' as F32 of shape [3, 3], found Float32 of shape [3]",
            Assert.Throws<NetsmithFormatException>(() => CheckpointFile.Read(file, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_Mutated_IsReadOrRefusedWithTheDocumentedException()
    {
        TrainingOptions options = Options("run", 2) with
        {
            EarlyStopping = new EarlyStopping { Metric = TrainingMetric.Loss },
            Schedule = new ReduceOnPlateau(),
            Checkpoint = new CheckpointOptions { Folder = _folder.File("run"), EverySteps = 1, KeepLast = 1, Resume = true },
        };
        Assert.Throws<OperationCanceledException>(() => Fit(options, cutAt: 3));
        string file = Path.Combine(_folder.File("run"), Assert.Single(Files("run")));
        byte[] valid = File.ReadAllBytes(file);
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);

        // Reading alone, then a whole resume, which may also meet settings that differ.
        int refused = FormatFuzz.Run(valid, bytes => CheckpointFile.Read(new MemoryStream(bytes), network.Summary), 20_000, 11);
        Assert.InRange(refused, 15_000, 19_999);
        FormatFuzz.Run(valid, bytes =>
        {
            File.WriteAllBytes(file, bytes);
            try
            {
                Fit(options with { Optimizer = new Adam(0.5f) });
            }
            catch (ArgumentException e) when (e.Message.Contains("Expected the settings that", StringComparison.Ordinal))
            {
            }
            catch (TrainingDivergedException)
            {
                // Parameters of 1e38 are finite.
            }
            foreach (string later in Directory.GetFiles(_folder.File("run")))
                File.Delete(later);
        }, 1_000, 12);
    }

    [Fact]
    public void Checkpoint_OfDivergedParameters_IsNotWritten()
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3) { Gradient = static _ => float.PositiveInfinity };

        var e = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Fit(network, Data, Options("run", 1) with { Optimizer = new Sgd(1) }));

        Assert.Contains("expected finite parameters to keep after epoch 1, step 2. The first parameters that are not finite are in layer 0", e.Message, StringComparison.Ordinal);
        Assert.Empty(Files("run"));
    }

    private void Refused(TrainingOptions options, string message, Dataset? data = null)
    {
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TrainingLoop.Fit(network, data ?? Data, options)).Message, StringComparison.Ordinal);
        Assert.Empty(network.BatchSizes);
        Assert.All(network.Parameters.ToArray(), static p => Assert.Equal(0, p));
    }

    private string[] Files(string folder) => [.. Directory.GetFiles(_folder.File(folder)).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private TrainingOptions Options(string folder, int epochs) => new()
    {
        Optimizer = new Adam(0.5f), Epochs = epochs, BatchSize = 5, Seed = 7, Checkpoint = new CheckpointOptions { Folder = _folder.File(folder), Resume = true },
    };

    private static FakeNetwork Fit(TrainingOptions options, int cutAt = int.MaxValue)
    {
        using var source = new CancellationTokenSource();
        var network = new FakeNetwork(OutputKind.Classes, 3, 3)
        {
            BeforeStep = step =>
            {
                if (step == cutAt)
                    source.Cancel();
            },
        };
        TrainingLoop.Fit(network, Data, options with { Cancellation = source.Token });
        return network;
    }

    private (FakeNetwork Network, TrainingHistory History) Train(string folder, int cutAt)
    {
        using var source = new CancellationTokenSource();
        var network = new FakeNetwork(OutputKind.Classes, 3, 3);
        network.BeforeStep = step =>
        {
            if (step == cutAt)
                source.Cancel();
        };
        // The gradient depends on the parameters, so that every lost bit shows in the end.
        network.Gradient = _ => MathF.Sin(network.Parameters[0] + network.Seen[^1]) + 0.25f;
        TrainingHistory history = TrainingLoop.Fit(network, Data, new TrainingOptions
        {
            Optimizer = new Sgd(0.5f) { Momentum = 0.9 }, Epochs = 4, BatchSize = 2, Seed = 3, AccumulationSteps = 2, Cancellation = source.Token,
            Schedule = new ReduceOnPlateau { Patience = 0, Factor = 0.5 }, EarlyStopping = new EarlyStopping { Metric = TrainingMetric.Loss, Patience = 10 },
            Checkpoint = new CheckpointOptions { Folder = _folder.File(folder), EverySteps = 1, Resume = true },
        });
        return (network, history);
    }
}
