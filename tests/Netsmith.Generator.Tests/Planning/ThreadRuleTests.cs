using Netsmith.Generator.Planning;
using static Netsmith.Generator.Tests.Planning.PlanBuilder;

namespace Netsmith.Generator.Tests.Planning;

public sealed class ThreadRuleTests
{
    [Theory]
    [InlineData(784, 200, true)]
    [InlineData(784, 64, true)]
    [InlineData(784, 63, false)] // too few outputs for equal shares
    [InlineData(100, 200, false)] // a weight that is soon carried over
    [InlineData(47, 1000, false)] // its batches broadcast the inputs
    public void SharesOutputs_OfAFirstLayer_NeedsManyOutputsAndALargeWeight(int inputs, int outputs, bool expected) =>
        Assert.Equal(expected, Plan([inputs], [Dense(outputs), Layer("Relu"), Dense(10)]).Stages[0].SharesOutputs);

    [Fact]
    public void SharesOutputs_OfLaterLayersAndOthersThanDense_IsFalse()
    {
        NetworkPlan plan = Plan([784], [Layer("Tanh"), Dense(200), Layer("Relu"), Dense(200)]);
        Assert.All(plan.Stages, stage => Assert.False(stage.SharesOutputs));
    }
}
