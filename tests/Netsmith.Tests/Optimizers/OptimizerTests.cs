using Netsmith.TestSupport;

namespace Netsmith.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string> Names => OptimizerCases.Names;

    [Fact]
    public void PlainSgd_EveryLength_IsOneFusedMultiplyAdd()
    {
        for (int length = 1; length <= 70; length++)
        {
            float[] parameters = OptimizerCases.Values(length, 1), gradients = OptimizerCases.Values(length, 2);
            float[] expected = [.. parameters.Zip(gradients, static (p, g) => MathF.FusedMultiplyAdd(-0.3f, g, p))];
            var sgd = new Sgd(0.3f);

            sgd.Step(parameters, gradients);

            Assert.Equal(expected, parameters);
            Assert.True(sgd.IsPlain);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_EveryLength_DoesNotDependOnPosition(string name)
    {
        // Alone, an element is in the padded tail; among 70 it is in a full vector.
        float[] start = OptimizerCases.Values(70, 3);
        float[][] gradients = [.. Enumerable.Range(0, 5).Select(static step => OptimizerCases.Values(70, 10 + (uint)step))];
        float[] together = [.. start];
        Run(OptimizerCases.All[name](), together, gradients);

        for (int length = 1; length < 70; length++)
        {
            float[] part = start[..length];
            Run(OptimizerCases.All[name](), part, [.. gradients.Select(g => g[..length])]);
            Assert.Equal(together[..length], part);
        }

        Assert.NotEqual(start, together);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AfterTheFirst_AllocatesNothing(string name)
    {
        float[] parameters = OptimizerCases.Values(37, 1), gradients = OptimizerCases.Values(37, 2);

        Assert.Equal(0, Allocations.Of(() =>
        {
            Optimizer optimizer = OptimizerCases.All[name]();
            return () => optimizer.Step(parameters, gradients);
        }, calls: 1000));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SetState_OnANewOptimizer_ContinuesBitForBit(string name)
    {
        float[] parameters = OptimizerCases.Values(37, 1);
        float[][] gradients = [.. Enumerable.Range(0, 12).Select(static step => OptimizerCases.Values(37, 10 + (uint)step))];
        Optimizer first = OptimizerCases.All[name]();
        first.LearningRate = 0.0123f;
        Run(first, parameters, gradients[..7]);
        OptimizerState state = first.GetState();
        float[] resumed = [.. parameters];

        Run(first, parameters, gradients[7..]);
        Optimizer second = OptimizerCases.All[name]();
        second.SetState(state);
        Run(second, resumed, gradients[7..]);

        Assert.Equal(parameters, resumed);
        Assert.Equal(first.StepCount, second.StepCount);
        Assert.Equal(0.0123f, second.LearningRate);
        Assert.Equal(7, state.StepCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reset_ThenTheSameSteps_GivesTheSameBits(string name)
    {
        float[][] gradients = [.. Enumerable.Range(0, 4).Select(static step => OptimizerCases.Values(9, 10 + (uint)step))];
        Optimizer optimizer = OptimizerCases.All[name]();
        float[] once = OptimizerCases.Values(9, 1), again = OptimizerCases.Values(9, 1);

        Run(optimizer, once, gradients);
        optimizer.Reset();
        Assert.Equal(0, optimizer.StepCount);
        Run(optimizer, again, gradients);

        Assert.Equal(once, again);
    }

    [Fact]
    public void GetState_IsACopy()
    {
        var adam = new Adam();
        adam.Step(new float[3], [1, 2, 3]);
        OptimizerState state = adam.GetState();
        float before = state.Buffers[0].Values[0];

        adam.Step(new float[3], [1, 2, 3]);

        Assert.Equal(["exp_avg", "exp_avg_sq"], state.Buffers.Select(static b => b.Name));
        Assert.Equal(before, state.Buffers[0].Values[0]);
    }

    [Fact]
    public void Step_OfAnotherLength_IsRefusedWhereThereIsState()
    {
        var adam = new Adam();
        adam.Step(new float[3], new float[3]);

        var e = Assert.Throws<ArgumentException>(() => adam.Step(new float[4], new float[4]));

        Assert.Contains("3 parameters, found 4", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, adam.StepCount);
    }

    [Fact]
    public void Step_WithAnotherNumberOfGradients_IsRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => new Sgd(0.1f).Step(new float[3], new float[4]));

        Assert.Contains("Expected 3 gradients", e.Message, StringComparison.Ordinal);
        Assert.Contains("found 4", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetState_ThatDoesNotFit_IsRefusedAndChangesNothing()
    {
        var adam = new Adam();
        adam.Step(new float[2], [1, 2]);
        OptimizerState before = adam.GetState();

        Assert.Contains("Adam, found the state of Sgd", Assert.Throws<ArgumentException>(() => adam.SetState(new Sgd(0.1f).GetState())).Message, StringComparison.Ordinal);
        var amsGrad = new Adam { AmsGrad = true };
        amsGrad.Step(new float[2], [1, 2]);
        Assert.Contains("Expected 2 buffers", Assert.Throws<ArgumentException>(() => adam.SetState(amsGrad.GetState())).Message, StringComparison.Ordinal);
        var renamed = new OptimizerState("Adam", 0.5f, 9, 1, [new("exp_avg", [1]), new("nonsense", [1])]);
        Assert.Contains("'exp_avg_sq', found 'nonsense'", Assert.Throws<ArgumentException>(() => adam.SetState(renamed)).Message, StringComparison.Ordinal);

        OptimizerState after = adam.GetState();
        Assert.Equal(before.LearningRate, after.LearningRate);
        Assert.Equal(before.StepCount, after.StepCount);
        Assert.Equal(before.Buffers.Select(static b => b.Values), after.Buffers.Select(static b => b.Values));
    }

    [Fact]
    public void OptimizerState_WithABufferOfAnotherLength_IsRefused() =>
        Assert.Contains("Expected 3 values in buffer 'sum'", Assert.Throws<ArgumentException>(() =>
            new OptimizerState("Adagrad", 0.1f, 1, 3, [new("sum", [1, 2])])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LearningRate_OutOfRange_IsRefused(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam().LearningRate = rate);
    }

    [Fact]
    public void HyperParameters_OutOfRange_AreRefusedWithTheirName()
    {
        Refuses("Momentum", static () => new Sgd(0.1f) { Momentum = 1 });
        Refuses("Momentum", static () => new RmsProp { Momentum = -0.1 });
        Refuses("Dampening", static () => new Sgd(0.1f) { Dampening = 1.5 });
        Refuses("WeightDecay", static () => new Sgd(0.1f) { WeightDecay = double.NaN });
        Refuses("WeightDecay", static () => new Adam { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new AdamW { WeightDecay = double.PositiveInfinity });
        Refuses("WeightDecay", static () => new Adamax { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new NAdam { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new RAdam { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new RmsProp { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new Adagrad { WeightDecay = -1 });
        Refuses("WeightDecay", static () => new Adadelta { WeightDecay = -1 });
        Refuses("Alpha", static () => new RmsProp { Alpha = 1 });
        Refuses("Epsilon", static () => new RmsProp { Epsilon = -1e-8 });
        Refuses("Epsilon", static () => new Adagrad { Epsilon = double.NaN });
        Refuses("Epsilon", static () => new Adadelta { Epsilon = 0 });
        Refuses("Epsilon", static () => new Adam { Epsilon = -1 });
        Refuses("LearningRateDecay", static () => new Adagrad { LearningRateDecay = -1 });
        Refuses("InitialAccumulator", static () => new Adagrad { InitialAccumulator = -1 });
        Refuses("Rho", static () => new Adadelta { Rho = 1.1 });
        Refuses("Beta1", static () => new Adam { Beta1 = 1 });
        Refuses("Beta2", static () => new RAdam { Beta2 = -0.5 });
        Refuses("MomentumDecay", static () => new NAdam { MomentumDecay = -1 });
    }

    [Fact]
    public void Sgd_ContradictingOptions_AreRefusedBeforeTheFirstStep()
    {
        Assert.Throws<InvalidOperationException>(static () => new Sgd(0.1f) { Nesterov = true }.Initialize(3));
        Assert.Throws<InvalidOperationException>(static () => new Sgd(0.1f) { Nesterov = true, Momentum = 0.9, Dampening = 0.1 }.Step(new float[1], new float[1]));
        Assert.Throws<InvalidOperationException>(static () => new Sgd(0.1f) { Convention = OptimizerConvention.Keras, Momentum = 0.9, Dampening = 0.1 }.Initialize(3));
        Assert.False(new Sgd(0.1f) { Nesterov = true }.IsPlain);
        Assert.False(new Sgd(0.1f) { Momentum = 0.9 }.IsPlain);
        Assert.False(new Sgd(0.1f) { WeightDecay = 0.1 }.IsPlain);
    }

    [Fact]
    public void SetMomentum_ChangesTheNextStep_OrIsRefusedWhereThereIsNone()
    {
        var cycled = new Sgd(0.1f) { Momentum = 0.9 };
        var expected = new Sgd(0.1f) { Momentum = 0.5 };
        float[] p = [1], q = [1];
        cycled.SetMomentum(0.5);
        for (int i = 0; i < 3; i++)
        {
            cycled.Step(p, [1f]);
            expected.Step(q, [1f]);
        }

        Assert.Equal(q, p);
        var adam = new Adam();
        adam.SetMomentum(0.8);
        Assert.Equal(0.8, adam.Beta1);
        Assert.Throws<InvalidOperationException>(static () => new Sgd(0.1f).SetMomentum(0.5));
        Assert.Throws<InvalidOperationException>(static () => new RmsProp().SetMomentum(0.5));
        Assert.Throws<InvalidOperationException>(static () => new NAdam().SetMomentum(0.5));
        Assert.Throws<InvalidOperationException>(static () => new Adagrad().SetMomentum(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => cycled.SetMomentum(1));
    }

    [Fact]
    public void RmsProp_CenteredOnAConstantGradient_StaysFinite()
    {
        // v − m² tends to 0 from above, and rounding may put it below.
        var optimizer = new RmsProp { Centered = true, Alpha = 0.5 };
        float[] parameters = [0, 0, 0];
        for (int i = 0; i < 200; i++)
            optimizer.Step(parameters, [0.1f, 0.3f, 0.7f]);

        Assert.All(parameters, static p => Assert.True(float.IsFinite(p)));
    }

    private static void Run(Optimizer optimizer, float[] parameters, float[][] gradients)
    {
        foreach (float[] g in gradients)
            optimizer.Step(parameters, g);
    }

    private static void Refuses(string parameter, Func<Optimizer> create)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(create);
        Assert.Equal(parameter, e.ParamName);
        Assert.Contains("expected", e.Message, StringComparison.Ordinal);
        Assert.Contains("found", e.Message, StringComparison.Ordinal);
    }
}
