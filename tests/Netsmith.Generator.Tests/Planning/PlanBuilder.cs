using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Tests.Planning;

/// <summary>Plans without a compiler.</summary>
internal static class PlanBuilder
{
    public static LayerModel Layer(string kind, params (string Name, double Value)[] arguments) =>
        new(kind, arguments.Select(a => new LayerArgument(a.Name, a.Value)).ToEquatableArray());

    public static LayerModel Dense(int outputs) => Layer("Dense", ("outFeatures", outputs));

    public static PlanResult Result(int[] input, LayerModel[] layers, LayerModel? loss = null, bool inputGradient = false) => NetworkPlanner.Plan(new NetworkModel(
        new DeclarationModel("Demo", default, "Net", "Demo.Net.g.cs"), new TensorShape(new(input)), inputGradient, new(layers), loss));

    public static NetworkPlan Plan(int[] input, LayerModel[] layers, LayerModel? loss = null, bool inputGradient = false)
    {
        PlanResult result = Result(input, layers, loss, inputGradient);
        Assert.True(result.Plan is not null, string.Join("\n", result.Diagnostics));
        return result.Plan;
    }
}
