using Netsmith.CompilerServices;

namespace Netsmith.Tests.CompilerServices;

public sealed class CheckTests
{
    [Fact]
    public void Checks_GoodArguments_Pass()
    {
        Check.Length(3, 3, "input");
        Check.BatchSize(1);
        Check.BatchSize(32, 32);
        Check.BatchLength(6, 2, 3, "inputs");
        Check.Labels([0, 9], 10);
    }

    [Fact]
    public void Checks_BadArguments_SayWhatWasExpectedAndFound()
    {
        AssertMessage(static () => Check.Length(3, 784, "input"), "input", "784", "3");
        AssertMessage(static () => Check.BatchSize(0), "batchSize", "at least 1", "0");
        AssertMessage(static () => Check.BatchSize(33, 32), "batchSize", "1 to 32", "33");
        AssertMessage(static () => Check.BatchSize(int.MinValue, 32), "batchSize", "1 to 32", "-2147483648");
        AssertMessage(static () => Check.BatchLength(5, 2, 3, "inputs"), "inputs", "6 values (2 samples of 3)", "5");
        AssertMessage(static () => Check.BatchLength(0, int.MaxValue, 4, "inputs"), "inputs", "8589934588", "0");
        AssertMessage(static () => Check.Labels([0, 10], 10), "labels", "0 to 9", "10 at index 1");
        AssertMessage(static () => Check.Labels([-1], 10), "labels", "0 to 9", "-1 at index 0");
    }

    private static void AssertMessage(Action action, string parameter, params string[] parts)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(parameter, error.ParamName);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
