namespace Netsmith.Tests.Optimizers;

/// <summary>What decays ends as 0, not as a subnormal number, which slows Intel processors down by two orders of magnitude.</summary>
public sealed class SubnormalStateTests
{
    [Fact]
    public void State_AfterManyStepsWithoutGradient_HasNoSubnormalNumber()
    {
        foreach (Optimizer optimizer in new Optimizer[]
            { new Sgd(0.1f) { Momentum = 0.9 }, new Adam(), new AdamW(), new NAdam(), new RAdam(), new RmsProp(0.01f) { Momentum = 0.5 }, new Adamax(0.002f) })
        {
            // Whole vectors and a rest.
            float[] parameters = new float[19], gradients = new float[19];
            Array.Fill(gradients, 1e-3f);
            optimizer.Step(parameters, gradients);
            Array.Clear(gradients);
            bool reachedZero = false;
            for (int i = 0; i < 2_000; i++)
            {
                optimizer.Step(parameters, gradients);
                Assert.DoesNotContain(optimizer.GetState().Buffers.SelectMany(static b => b.Values.ToArray()), float.IsSubnormal);
                reachedZero |= optimizer.GetState().Buffers.Any(static b => b.Values.ToArray().All(static v => v == 0));
            }
            Assert.True(reachedZero, $"{optimizer} kept all of its state.");
        }
    }

    [Fact]
    public void State_ThatIsNotANumber_Stays()
    {
        var sgd = new Sgd(0.1f) { Momentum = 0.9 };
        sgd.Step(new float[3], [float.NaN, 1, 1e-40f]);
        Assert.Equal([float.NaN, 1, 0], sgd.GetState().Buffers[0].Values.ToArray());
    }
}
