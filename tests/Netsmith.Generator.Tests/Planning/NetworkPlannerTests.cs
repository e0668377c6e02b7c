using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;
using static Netsmith.Generator.Tests.Planning.PlanBuilder;

namespace Netsmith.Generator.Tests.Planning;

public sealed class NetworkPlannerTests
{
    private static readonly LayerModel Loss = Layer("MeanSquaredError");

    [Fact]
    public void Shapes_OfEveryLayer_FollowFromTheInput()
    {
        NetworkPlan plan = Plan([1, 28, 28], [Layer("Flatten"), Dense(200), Layer("Relu"), Layer("Dropout"), Dense(10), Layer("LogSoftmax")]);
        Assert.Equal(["[784]", "[200]", "[200]", "[200]", "[10]", "[10]"], plan.Layers.Select(l => l.Output.ToString()));
        Assert.Equal(784, plan.InputSize);
        Assert.Equal(10, plan.OutputSize);
        Assert.Equal((784 * 200) + (200 * 10), plan.MultiplyAdds);
    }

    [Fact]
    public void Parameters_AreNamedAndLaidOutAsInAStateDict()
    {
        NetworkPlan plan = Plan([5], [Dense(7), Layer("Tanh"), Layer("Dense", ("outFeatures", 3), ("Bias", 0)), Dense(2)]);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "3.weight", "3.bias"], plan.Parameters.Select(p => p.FullName));
        Assert.Equal([0, 35, 42, 63, 69], plan.Parameters.Select(p => p.Offset));
        Assert.Equal([7, 5], plan.Parameters.First().Shape);
        Assert.Equal(71, plan.ParameterCount);
    }

    [Fact]
    public void Activations_AreFusedIntoADenseBeforeThem_AndOnlyThere()
    {
        NetworkPlan plan = Plan([4],
            [Layer("Relu"), Dense(3), Layer("Tanh"), Layer("Silu"), Dense(3), Layer("Dropout"), Layer("Gelu"), Dense(3), Layer("Softmax"), Layer("Mish"), Dense(2)]);
        Assert.Equal(
            ["Relu0", "Dense1+Tanh", "Silu3", "Dense4", "Dropout5", "Gelu6", "Dense7", "Softmax8", "Mish9", "Dense10"],
            plan.Stages.Select(s => s.Name + (s.FusedActivation is { } a ? "+" + a.Model.Kind : "")));
    }

    [Fact]
    public void PreActivations_AreKept_WhereTheDerivativeReadsThem()
    {
        NetworkPlan plan = Plan([4], [Dense(3), Layer("Gelu"), Dense(3), Layer("Relu"), Dense(2)]);
        Assert.Equal([true, false, false], plan.Stages.Select(s => s.KeepsPreActivation));
    }

    [Fact]
    public void ADenseOnAnImage_IsAShapeErrorOnThatLayer()
    {
        PlanResult result = Result([1, 28, 28], [Layer("Relu"), Dense(10)]);
        Assert.Null(result.Plan);
        PlanDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("NSM0101", diagnostic.Id);
        Assert.Equal(1, diagnostic.Position);
    }

    [Theory]
    [InlineData(65536, 65536)]
    [InlineData(1 << 26, 2)]
    [InlineData(int.MaxValue, 1)]
    public void SizesBeyondTheLimit_AreErrors_NotOverflows(int input, int outputs)
    {
        PlanResult result = Result([input], [Dense(outputs)]);
        Assert.Null(result.Plan);
        Assert.Equal("NSM0102", Assert.Single(result.Diagnostics).Id);
    }

    [Theory]
    [InlineData(new[] { 2, 3, 4 }, 0)]
    [InlineData(new[] { 7 }, 1)]
    [InlineData(new[] { 33 }, 2)]
    public void InferenceScratch_NeverOverlapsBuffersThatAreAlive(int[] input, int variant)
    {
        LayerModel[] layers = variant switch
        {
            0 => [Layer("Flatten"), Dense(50), Layer("Softmax"), Dense(3), Layer("Dropout"), Layer("Tanh"), Dense(90), Layer("Elu"), Layer("Silu"), Dense(1)],
            1 => [Dense(900)],
            _ => [Dense(1), Dense(100), Dense(2), Dense(99), Dense(3)],
        };
        NetworkPlan plan = Plan(input, layers);
        InferenceScratch scratch = InferenceScratch.Of(plan);
        List<Stage> stages = [.. plan.InferenceStages];
        Assert.Equal(stages.Count, scratch.Offsets.Count);
        Assert.Equal(-1, scratch.Offsets[^1]);
        for (int i = 0; i < stages.Count - 1; i++)
        {
            Assert.True(scratch.Offsets[i] >= 0 && scratch.Offsets[i] + stages[i].OutputSize <= scratch.PerSample, $"{stages[i].Name} does not fit.");
            if (i + 1 < stages.Count - 1)
            {
                bool apart = scratch.Offsets[i] + stages[i].OutputSize <= scratch.Offsets[i + 1] || scratch.Offsets[i + 1] + stages[i + 1].OutputSize <= scratch.Offsets[i];
                Assert.True(apart, $"{stages[i].Name} is read while {stages[i + 1].Name} is written over it.");
            }
        }

        Assert.InRange((long)scratch.ChunkSize * scratch.PerSample, 0, scratch.IsRented ? long.MaxValue : InferenceScratch.MaxOnStack);
    }

    [Theory]
    [InlineData(32, 8, false, true)]
    [InlineData(33, 2, false, false)]
    [InlineData(32, 9, false, false)]
    [InlineData(4, 49, false, false)]
    [InlineData(4, 4, true, false)]
    public void StraightLine_IsForTinyNetworksOnly(int inputs, int outputs, bool inputGradient, bool expected)
    {
        NetworkPlan plan = Plan([inputs], [Dense(outputs), Layer("Tanh")], Loss, inputGradient);
        Assert.Equal(expected, StraightLineRules.Apply(plan));
        Assert.Equal(expected, new TrainingBuffers(plan).All.Count < 2);
    }

    [Fact]
    public void TrainingBuffers_LieOneAfterTheOther()
    {
        NetworkPlan plan = Plan([6], [Dense(5), Layer("Gelu"), Layer("Dropout"), Dense(4), Layer("Tanh"), Layer("Mish")], Loss, inputGradient: true);
        var buffers = new TrainingBuffers(plan);
        int next = 0;
        foreach (TrainingBuffer buffer in buffers.All)
        {
            Assert.Equal(next, buffer.Offset);
            next += buffer.Size;
        }

        Assert.Equal(next, buffers.PerSample);
        Assert.Equal(buffers.All.Count, buffers.All.Select(b => b.Name).Distinct().Count());
        Assert.Contains(buffers.All, b => b.Name == "dense0Pre");
        Assert.Contains(buffers.All, b => b.Name == "dropout2Mask");
        Assert.Contains(buffers.All, b => b is { Name: TrainingBuffers.InputGradient, Size: 6 });
    }
}
