using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Schedules;

/// <summary>Every schedule of the reference vectors, at the tolerance the file states for double precision.</summary>
public sealed class ScheduleReferenceTests
{
    private static readonly Lazy<JsonElement> File = new(static () =>
        JsonDocument.Parse(System.IO.File.ReadAllText(SharedData.Path("reference", "optimizers", "schedules.json"))).RootElement);

    private static readonly Dictionary<string, LearningRateSchedule> Schedules = new()
    {
        ["step"] = new StepSchedule(7, 0.5),
        ["multistep"] = new MultiStepSchedule([10, 25, 40], 0.1),
        ["exponential"] = new ExponentialSchedule(0.9),
        ["cosine"] = new CosineSchedule(50),
        ["cosine_short"] = new CosineSchedule(20, 0.001),
        ["onecycle"] = new OneCycleSchedule(0.1, 50),
        ["onecycle_linear"] = new OneCycleSchedule(0.1, 50) { RisingFraction = 0.25, Linear = true, DivFactor = 10, FinalDivFactor = 100 },
        ["warmup_linear"] = new LinearWarmup(10, 50),
        ["linear_lr"] = new LinearSchedule(0.1, 1, 10),
        ["reduce_on_plateau"] = new ReduceOnPlateau { Factor = 0.5, Patience = 3, Threshold = 1e-4 },
    };

    public static TheoryData<string> Cases => [.. Schedules.Keys];

    [SharedFact]
    public void ReferenceFile_HasNoCaseWithoutTest() => Assert.Equal(
        File.Value.GetProperty("cases").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!).Order(), Schedules.Keys.Order());

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Rates_OfFiftySteps_MatchPyTorch(string name)
    {
        JsonElement json = File.Value.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        JsonElement tolerance = File.Value.GetProperty("tolerance").GetProperty("float64");
        (double rtol, double atol) = (tolerance.GetProperty("rtol").GetDouble(), tolerance.GetProperty("atol").GetDouble());
        double baseRate = json.GetProperty("base_lr").GetDouble();
        LearningRateSchedule schedule = Schedules[name];
        schedule.Reset();

        for (int t = 0; t < 50; t++)
        {
            ReferenceTensor.AssertClose(json.GetProperty("lr")[t].GetDouble(), schedule.GetRate(baseRate, t), rtol, atol, $"{name} rate {t}");
            if (json.TryGetProperty("momentum", out JsonElement momentum))
                ReferenceTensor.AssertClose(momentum[t].GetDouble(), Assert.NotNull(schedule.GetMomentum(t)), rtol, atol, $"{name} momentum {t}");
            else
                Assert.Null(schedule.GetMomentum(t));
            if (json.TryGetProperty("metrics", out JsonElement metrics))
                schedule.Report(metrics[t].GetDouble());
        }
    }
}
