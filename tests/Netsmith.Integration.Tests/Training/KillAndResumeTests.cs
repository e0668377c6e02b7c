using System.Diagnostics;
using System.Globalization;
using Netsmith.TestSupport;
using Xunit.Abstractions;

namespace Netsmith.Integration.Tests.Training;

/// <summary>
/// A process that trains is killed at random moments and started again until it has finished; what it ends with must equal, byte for
/// byte, what an undisturbed process ends with. NETSMITH_KILLS sets the number of kills, 10 unless set. Only those are counted that
/// leave a checkpoint of an unfinished run behind, so that there is something to resume.
/// </summary>
public sealed class KillAndResumeTests(ITestOutputHelper output) : IDisposable
{
    private const int Variants = 12, KillsOfARun = 5;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resume_AfterKillsAtAnyMoment_EndsWithTheSameBytes()
    {
        int wanted = int.TryParse(Environment.GetEnvironmentVariable("NETSMITH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out int set) ? set : 10;
        var random = new Random(20_250_101);
        var durations = new TimeSpan[Variants];
        int counted = 0, early = 0;
        for (int run = 0; counted < wanted; run++)
        {
            Assert.True(run < 20 + 4 * wanted, "The process always ends before it can be killed.");
            int variant = run % Variants;
            string undisturbed = _folder.File(FormattableString.Invariant($"undisturbed{variant}.bin"));
            if (!File.Exists(undisturbed))
                durations[variant] = Run(FormattableString.Invariant($"undisturbed{variant}"), undisturbed, variant, null) ?? default;
            string folder = FormattableString.Invariant($"killed{run}"), result = _folder.File(folder + ".bin");
            int kills = 0;
            // At most a few kills each, so that every variant gets its share; then it may finish.
            while (Run(folder, result, variant, kills < KillsOfARun && counted < wanted ? durations[variant] * random.NextDouble() : null) is null)
            {
                kills++;
                if (Directory.Exists(_folder.File(folder)) && Directory.GetFiles(_folder.File(folder), "checkpoint-*.safetensors").Length > 0)
                    counted++;
                else
                    early++;
            }
            Assert.True(File.ReadAllBytes(undisturbed).AsSpan().SequenceEqual(File.ReadAllBytes(result)),
                FormattableString.Invariant($"Variant {variant} ends with other bytes after {kills} kills (run {run})."));
        }
        output.WriteLine(FormattableString.Invariant($"{counted} kills with a checkpoint to resume from, {early} before the first."));
    }

    /// <summary>Starts the program; how long it trained, or null where it was killed before it finished.</summary>
    private TimeSpan? Run(string folder, string result, int variant, TimeSpan? killAfter)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Netsmith.CheckpointRunner.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, _folder.File(folder), result, variant.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.Equal("training", process.StandardOutput.ReadLine());
        long started = Stopwatch.GetTimestamp();
        if (killAfter is TimeSpan time && !process.WaitForExit(time))
        {
            process.Kill();
            process.WaitForExit();
            // It may have finished in the very last moment.
            return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(started) : null;
        }
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The program hangs.");
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return Stopwatch.GetElapsedTime(started);
    }
}
