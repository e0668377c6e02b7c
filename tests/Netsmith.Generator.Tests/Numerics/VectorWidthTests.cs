using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>The kernels' narrower variants, which this machine would not take, and a culture that writes decimals with a comma.</summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData(512, "de-DE")]
    [InlineData(256, "en-US")]
    [InlineData(128, "fr-FR")]
    public async Task Kernels_OfEveryVectorWidth_PassTheNumericalChecks(int bits, string culture)
    {
        if ((bits == 512 && !Vector512.IsHardwareAccelerated) || (bits == 256 && !Vector256.IsHardwareAccelerated))
            return; // the machine has no vectors that wide

        var start = new ProcessStartInfo("dotnet", ["exec", typeof(WidthProgram).Assembly.Location, bits.ToString(CultureInfo.InvariantCulture), culture])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (bits < 512)
        {
            start.Environment["DOTNET_EnableAVX512"] = "0";
            start.Environment["DOTNET_EnableAVX512F"] = "0"; // its name before .NET 10
        }

        if (bits < 256)
            start.Environment["DOTNET_EnableAVX2"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}\n{await error}");
        Assert.Contains($"agree at {bits} bits under {culture}", output, StringComparison.Ordinal);
    }
}
