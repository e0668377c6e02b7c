using System.Numerics;
using System.Text.Json;
using Netsmith.Generator.Tests.Infrastructure;
using Netsmith.Generator.Tests.Numerics;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Layers;

/// <summary>Softmax and log-softmax with an arbitrary gradient arriving, logits of ±1000 among them.</summary>
public sealed class SoftmaxReferenceTests
{
    [SharedFact]
    public void Softmax_OfReferenceLogits_HasPyTorchsValuesAndGradients()
    {
        ReferenceFile file = ReferenceFile.Read("activations", "softmax.json");
        List<JsonElement> cases = [.. file.Cases];
        Assert.All(cases, c => Assert.Equal(-1, c.GetProperty("dim").GetInt32()));
        NetworkAssembly networks = NetworkAssembly.Compile(
            [.. cases.Select(c => $"[Network({Size(c)}, InputGradient = true), {ReferenceNetwork.Activation(c.GetProperty("name").GetString()!, default)}, MeanSquaredError]")],
            Emitted.Both);
        for (int i = 0; i < cases.Count; i++)
        {
            Check(networks.Double(i), cases[i], file.Tolerance<double>(), $"case {i}");
            Check(networks.Float(i), cases[i], (1e-5, 2e-6), $"case {i}");
        }
    }

    private static void Check<T>(INetworkProbe<T> network, JsonElement @case, (double Relative, double Absolute) tolerance, string what)
        where T : unmanaged, INumber<T>
    {
        double[] x = Data("x"), g = Data("g"), y = Data("y"), dx = Data("grad_x");
        int batchSize = x.Length / network.InputSize;
        T[] outputs = new T[y.Length];
        network.Forward(x.To<T>(), outputs, batchSize);
        ElementConversion.AssertClose(y, outputs.AsSpan().ToDoubles(), tolerance, $"{what} in {typeof(T).Name}: y");

        // The squared error's gradient 2 (y - t) / count becomes g; where y is as large as 1000, a little of g is rounded off.
        T[] targets = [.. outputs.Select((o, i) => o - T.CreateTruncating(g[i] * g.Length / 2))];
        ITrainerProbe<T> trainer = network.CreateTrainer(batchSize);
        trainer.ComputeGradients(x.To<T>(), [], targets);
        double largest = y.Max(Math.Abs);
        (double, double) slack = (tolerance.Relative, tolerance.Absolute + (largest * (typeof(T) == typeof(float) ? 1e-6 : 1e-15)));
        ElementConversion.AssertClose(dx, trainer.InputGradients.ToDoubles(), slack, $"{what} in {typeof(T).Name}: dx");

        double[] Data(string name) => ReferenceTensor.Parse(@case.GetProperty(name)).Data;
    }

    private static int Size(JsonElement @case) => ReferenceTensor.Parse(@case.GetProperty("x")).Shape[^1];
}
