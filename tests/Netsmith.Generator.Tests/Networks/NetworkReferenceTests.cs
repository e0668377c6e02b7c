using System.Numerics;
using System.Text.Json;
using Netsmith.CompilerServices;
using Netsmith.Generator.Planning;
using Netsmith.Generator.Tests.Infrastructure;
using Netsmith.Generator.Tests.Numerics;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Networks;

/// <summary>Whole networks against PyTorch: outputs, loss, every parameter's gradient and the input's, in training and in evaluation.</summary>
public sealed class NetworkReferenceTests
{
    private static readonly Lazy<(List<ReferenceFile> Files, NetworkAssembly Networks)> Reference = new(() =>
    {
        List<ReferenceFile> files =
        [
            .. Directory.EnumerateFiles(SharedData.Path("reference", "networks"), "*.json").Order(StringComparer.Ordinal)
                .Select(path => ReferenceFile.Read("networks", Path.GetFileName(path)))
                .Where(file => ReferenceNetwork.IsTranslatable(file.Root)),
        ];
        return (files, NetworkAssembly.Compile([.. files.Select(f => ReferenceNetwork.Attributes(f.Root))], Emitted.Both));
    });

    [SharedTheory]
    [InlineData("linear_10_1_mse")]
    [InlineData("linear_784_1_bce_logits")]
    [InlineData("mlp_2_8_1_tanh_sigmoid_bce")]
    [InlineData("mlp_4_16_3_relu_ce")]
    [InlineData("mlp_5_7_6_3_mixed")]
    [InlineData("mlp_6_5_4_nobias")]
    [InlineData("mlp_784_20_10_relu_ce")]
    [InlineData("mlp_784_200_10_relu_ce")]
    [InlineData("mlp_log_softmax_nll")]
    [InlineData("deep_8x16_relu")]
    [InlineData("dropout_mlp")]
    public void Network_WithReferenceParameters_HasPyTorchsOutputsLossAndGradients(string name)
    {
        (List<ReferenceFile> files, NetworkAssembly networks) = Reference.Value;
        int index = files.FindIndex(f => f.Root.GetProperty("name").GetString() == name);
        Assert.True(index >= 0, $"There is no reference network '{name}' whose layers all have attributes.");
        int runs = 0;
        foreach (JsonElement run in files[index].Root.GetProperty("runs").EnumerateArray())
        {
            runs++;
            Check(networks.Double(index), networks.Plan(index), files[index], run);
            Check(networks.Float(index), networks.Plan(index), files[index], run);
        }

        Assert.True(runs > 0);
    }

    [SharedFact]
    public void Translation_OfEveryDenseNetwork_IsTested() => Assert.Equal(11, Reference.Value.Files.Count);

    private static void Check<T>(INetworkProbe<T> network, NetworkPlan plan, ReferenceFile file, JsonElement run)
        where T : unmanaged, INumber<T>
    {
        (double relative, double absolute) = file.Tolerance<T>();
        int batchSize = run.GetProperty("batch").GetInt32();
        string what = $"{run.GetProperty("mode").GetString()} of {batchSize} in {typeof(T).Name}";
        JsonElement given = file.Root.GetProperty("params");
        foreach (ParameterSlice p in plan.Parameters)
            ReferenceTensor.Parse(given.GetProperty(p.FullName)).Data.To<T>().CopyTo(network.Parameters[p.Offset..]);

        T[] inputs = ReferenceTensor.Parse(run.GetProperty("input")).Data.To<T>();
        double[] target = ReferenceTensor.Parse(run.GetProperty("target")).Data;
        bool usesLabels = plan.Loss!.Definition.UsesLabels;
        int[] labels = usesLabels ? Array.ConvertAll(target, t => (int)t) : [];
        T[] targets = usesLabels ? [] : target.To<T>();
        ReferenceTensor outputs = ReferenceTensor.Parse(run.GetProperty("outputs")[plan.Layers.Count - 1].GetProperty("value"));

        bool isTraining = run.GetProperty("mode").GetString() == "train";
        if (plan.Layers.FirstOrDefault(l => l.Definition.KeepsMask) is { } dropout)
        {
            double keep = 1 - dropout.Model.Number("p", 0.5);
            InjectedDropout.Factors = isTraining
                ? Array.ConvertAll(ReferenceTensor.Parse(run.GetProperty("masks").GetProperty(dropout.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))).Data, m => m / keep)
                : [.. Enumerable.Repeat(1.0, batchSize * dropout.Output.Size)];
        }

        try
        {
            ITrainerProbe<T> trainer = network.CreateTrainer(batchSize);
            double loss = double.CreateTruncating(trainer.ComputeGradients(inputs, labels, targets));
            ReferenceTensor.AssertClose(ReferenceTensor.Number(run.GetProperty("loss")), loss, relative, absolute, what + ": loss");
            outputs.AssertClose(trainer.Outputs.ToDoubles(), relative, absolute, what + ": outputs");
            foreach (ParameterSlice p in plan.Parameters)
            {
                ReferenceTensor.Parse(run.GetProperty("grads").GetProperty(p.FullName))
                    .AssertClose(trainer.Gradients.Slice(p.Offset, p.Length).ToDoubles(), relative, absolute, $"{what}: gradient of {p.FullName}");
            }

            ReferenceTensor.Parse(run.GetProperty("grad_input")).AssertClose(trainer.InputGradients.ToDoubles(), relative, absolute, what + ": gradient of the input");
        }
        finally
        {
            InjectedDropout.Factors = null;
        }

        if (isTraining && plan.Stages.Any(s => s.Definition.IsTrainingOnly))
            return;
        T[] forward = new T[batchSize * network.OutputSize];
        network.Forward(inputs, forward, batchSize);
        outputs.AssertClose(forward.AsSpan().ToDoubles(), relative, absolute, what + ": Forward");
        if (network.Network is ITrainableNetwork trainable)
        {
            float evaluated = trainable.Loss([.. forward.Select(float.CreateTruncating)], labels, [.. targets.Select(float.CreateTruncating)], batchSize);
            ReferenceTensor.AssertClose(ReferenceTensor.Number(run.GetProperty("loss")), evaluated, relative, absolute, what + ": loss of an evaluation");
        }
    }
}
