using System.Diagnostics;
using System.Globalization;
using Netsmith.TestSupport;

namespace Netsmith.Integration.Tests.Training;

/// <summary>
/// A process that trains is killed at random moments and started again until it has finished; what it ends with must equal, byte for
/// byte, what an undisturbed process ends with. NETSMITH_KILLS sets the number of kills, 10 unless set.
/// </summary>
public sealed class KillAndResumeTests : IDisposable
{
    private const int Variants = 12;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resume_AfterKillsAtAnyMoment_EndsWithTheSameBytes()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("NETSMITH_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 10;
        var random = new Random(20_250_101);
        int done = 0;
        for (int run = 0; done < kills; run++)
        {
            int variant = run % Variants;
            string undisturbed = _folder.File(FormattableString.Invariant($"undisturbed{variant}.bin"));
            if (!File.Exists(undisturbed))
                Assert.True(Run(FormattableString.Invariant($"undisturbed{variant}"), undisturbed, variant, null), "The undisturbed run failed.");
            string result = _folder.File(FormattableString.Invariant($"killed{run}.bin"));
            int killsOfThisRun = 0;
            // At most a few kills each, so that every variant gets its share; then it may finish.
            while (!Run(FormattableString.Invariant($"killed{run}"), result, variant, killsOfThisRun < 5 && done < kills ? TimeSpan.FromMilliseconds(random.Next(1, 400)) : null))
            {
                killsOfThisRun++;
                done++;
            }
            Assert.True(File.ReadAllBytes(undisturbed).AsSpan().SequenceEqual(File.ReadAllBytes(result)),
                FormattableString.Invariant($"Variant {variant} ends with other bytes after {killsOfThisRun} kills (run {run})."));
        }
    }

    /// <summary>Starts the program; false where it was killed before it finished.</summary>
    private bool Run(string folder, string result, int variant, TimeSpan? killAfter)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Netsmith.CheckpointRunner.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, _folder.File(folder), result, variant.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.Equal("training", process.StandardOutput.ReadLine());
        if (killAfter is TimeSpan time && !process.WaitForExit(time))
        {
            process.Kill();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "The program hangs.");
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return true;
    }
}
