using System.Numerics;
using System.Text.Json;
using Netsmith.CompilerServices;
using Netsmith.Generator.Planning;
using Netsmith.Generator.Tests.Infrastructure;
using Netsmith.Generator.Tests.Numerics;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Losses;

/// <summary>Every loss and its gradient against PyTorch: all cases of its file, extreme logits and label smoothing among them.</summary>
public sealed class LossReferenceTests
{
    [SharedFact]
    public void Loss_OfReferencePredictions_HasPyTorchsValueAndGradient()
    {
        ReferenceFile file = ReferenceFile.Read("losses", "losses.json");
        List<JsonElement> cases = [.. file.Cases];
        Assert.Equal(60, cases.Count);
        // Equal networks are compiled once.
        List<string> attributes = [.. cases.SelectMany(Attributes).Distinct()];
        NetworkAssembly networks = NetworkAssembly.Compile(attributes, Emitted.Both);
        for (int i = 0; i < cases.Count; i++)
        {
            foreach (string network in Attributes(cases[i]))
            {
                int index = attributes.IndexOf(network);
                Assert.Equal(network.Contains("Dense", StringComparison.Ordinal), StraightLineRules.Apply(networks.Plan(index)));
                Check(networks.Double(index), cases[i], file.Tolerance<double>(), $"case {i}, {GradientCheck.Name(networks, index)}");
                Check(networks.Float(index), cases[i], file.Tolerance<float>(), $"case {i}, {GradientCheck.Name(networks, index)}");
            }
        }
    }

    private static void Check<T>(INetworkProbe<T> network, JsonElement @case, (double Relative, double Absolute) tolerance, string what)
        where T : unmanaged, INumber<T>
    {
        what += $" in {typeof(T).Name}";
        network.Parameters.Clear();
        for (int i = 0; i < network.InputSize && network.Parameters.Length > 0; i++)
            network.Parameters[i * (network.InputSize + 1)] = T.One;
        double[] inputs = ReferenceTensor.Parse(@case.GetProperty("pred")).Data, target = ReferenceTensor.Parse(@case.GetProperty("target")).Data;
        bool hasLabels = @case.GetProperty("name").GetString() is "cross_entropy" or "nll";
        int[] labels = hasLabels ? Array.ConvertAll(target, t => (int)t) : [];
        T[] targets = hasLabels ? [] : target.To<T>();
        int batchSize = inputs.Length / network.InputSize;
        double scale = Scale(@case, network.InputSize, batchSize);

        ITrainerProbe<T> trainer = network.CreateTrainer(batchSize);
        double loss = double.CreateTruncating(trainer.ComputeGradients(inputs.To<T>(), labels, targets));
        double expected = ReferenceTensor.Number(@case.GetProperty("loss")) * scale;
        ReferenceTensor.AssertClose(expected, loss, tolerance.Relative, tolerance.Absolute, what + ": loss");
        double[] gradient = Array.ConvertAll(ReferenceTensor.Parse(@case.GetProperty("grad_pred")).Data, g => g * scale);
        int size = network.OutputSize;
        if (trainer.InputGradients.Length > 0)
            ElementConversion.AssertClose(gradient, trainer.InputGradients.ToDoubles(), tolerance, what + ": gradient");
        else
        {
            double[] sums = [.. Enumerable.Range(0, size).Select(o => Enumerable.Range(0, batchSize).Sum(b => gradient[(b * size) + o]))];
            ElementConversion.AssertClose(sums, trainer.Gradients[^size..].ToDoubles(), tolerance, what + ": gradient of the bias");
        }

        // The loss of an evaluation, which computes no gradient.
        if (network.Network is ITrainableNetwork trainable)
        {
            float[] outputs = [.. trainer.Outputs.ToDoubles().Select(v => (float)v)];
            double evaluated = trainable.Loss(outputs, labels, [.. targets.Select(float.CreateTruncating)], batchSize);
            ReferenceTensor.AssertClose(expected, evaluated, tolerance.Relative, tolerance.Absolute, what + ": loss of an evaluation");
        }
    }

    /// <summary>What our mean is of the case's reduction.</summary>
    private static double Scale(JsonElement @case, int size, int batchSize) =>
        (@case.GetProperty("name").GetString(), @case.GetProperty("params").GetProperty("reduction").GetString()) switch
        {
            ("kl_div", "batchmean") => 1,
            ("kl_div", "mean") => size, // PyTorch divides by the number of elements
            (_, "sum") => 1.0 / (batchSize * size),
            _ => 1,
        };

    /// <summary>
    /// The loss behind a layer that changes nothing: a kernel over rows or elements; and behind an identity matrix, small
    /// enough for straight-line code, whose bias gradient is the loss's summed over the batch.
    /// </summary>
    private static IEnumerable<string> Attributes(JsonElement @case)
    {
        int size = ReferenceTensor.Parse(@case.GetProperty("pred")).Shape[^1];
        string loss = ReferenceNetwork.Loss(@case.GetProperty("name").GetString()!, @case.GetProperty("params"));
        yield return $"[Network({size}, InputGradient = true), Dropout(0), {loss}]";
        if (size <= 5)
            yield return $"[Network({size}), Dense({size}), {loss}]";
    }
}
