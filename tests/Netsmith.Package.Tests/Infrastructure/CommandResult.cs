namespace Netsmith.Package.Tests;

/// <summary>How a program ended. Its checks show the whole output where they fail.</summary>
/// <param name="ExitCode">0 means success.</param>
/// <param name="Output">What it printed, errors last.</param>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>Fails the test unless the program succeeded.</summary>
    public CommandResult MustSucceed() => Must(ExitCode == 0, $"exit code 0, found {ExitCode}");

    /// <summary>Fails the test if the program succeeded.</summary>
    public CommandResult MustFail() => Must(ExitCode != 0, "a failure, found success");

    /// <summary>Fails the test unless the program printed this.</summary>
    public CommandResult MustPrint(string text) => Must(Output.Contains(text, StringComparison.Ordinal), $"the output to contain '{text}'");

    /// <summary>Fails the test if the program printed this.</summary>
    public CommandResult MustNotPrint(string text) => Must(!Output.Contains(text, StringComparison.OrdinalIgnoreCase), $"the output not to contain '{text}'");

    private CommandResult Must(bool holds, string expectation)
    {
        Assert.True(holds, $"Expected {expectation}:\n{Output}");
        return this;
    }
}
