using System.Numerics;
using System.Text.Json;
using Netsmith.Generator.Planning;
using Netsmith.Generator.Tests.Infrastructure;
using Netsmith.Generator.Tests.Numerics;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Activations;

/// <summary>
/// Every activation's value and derivative at the reference points, ±0, ±1000 and the kinks among them, as a stage of its
/// own and fused into a layer. The true values count, which mpmath computed, not PyTorch's roundings.
/// </summary>
public sealed class ActivationReferenceTests
{
    private const int Points = 66;

    // Both points and derivatives of a fused activation show in a layer with one input of 1: its weights are the points, and
    // the gradients of the weights the derivatives. With all 66 points that is a tiled kernel, with 33 straight-line code.
    private static readonly (int Size, Func<string, string> Attributes)[] Places =
    [
        (Points, activation => $"[Network({Points}, InputGradient = true), {activation}, MeanAbsoluteError]"),
        (Points, activation => $"[Network(1), Dense({Points}, Bias = false), {activation}, MeanAbsoluteError]"),
        (Points / 2, activation => $"[Network(1), Dense({Points / 2}, Bias = false), {activation}, MeanAbsoluteError]"),
    ];

    private static readonly Lazy<(ReferenceFile File, List<JsonElement> Cases, NetworkAssembly Networks)> Reference = new(() =>
    {
        ReferenceFile file = ReferenceFile.Read("activations", "activations.json");
        List<JsonElement> cases = [.. file.Cases.Where(c => Attribute(c) is not null)];
        return (file, cases, NetworkAssembly.Compile([.. Places.SelectMany(place => cases.Select(c => place.Attributes(Attribute(c)!)))], Emitted.Both));
    });

    [SharedTheory]
    [InlineData("relu")]
    [InlineData("leaky_relu")]
    [InlineData("elu")]
    [InlineData("selu")]
    [InlineData("gelu")]
    [InlineData("gelu_tanh")]
    [InlineData("silu")]
    [InlineData("mish")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    [InlineData("softplus")]
    [InlineData("softsign")]
    [InlineData("hardsigmoid")]
    [InlineData("hardtanh")]
    public void Activation_AtReferencePoints_HasTrueValueAndDerivative(string name)
    {
        (ReferenceFile file, List<JsonElement> cases, NetworkAssembly networks) = Reference.Value;
        int found = 0;
        for (int i = 0; i < cases.Count; i++)
        {
            if (cases[i].GetProperty("name").GetString() != name)
                continue;
            found++;
            for (int place = 0; place < Places.Length; place++)
            {
                int index = (place * cases.Count) + i;
                Assert.Equal(place == 2, StraightLineRules.Apply(networks.Plan(index)));
                for (int start = 0; start < Points; start += Places[place].Size)
                {
                    Check(networks.Double(index), file, cases[i], start, "x", "exact", GradientCheck.Name(networks, index));
                    Check(networks.Float(index), file, cases[i], start, "x_float32", "float32", GradientCheck.Name(networks, index));
                }
            }
        }

        Assert.True(found > 0, $"There is no case '{name}'.");
    }

    private static void Check<T>(INetworkProbe<T> network, ReferenceFile file, JsonElement @case, int start, string inputs, string suffix, string what)
        where T : unmanaged, INumber<T>
    {
        what += $" in {typeof(T).Name}";
        int count = network.OutputSize;
        double[] x = Values(file.Root, inputs), y = Values(@case, "y_" + suffix), dy = Values(@case, "dy_" + suffix), dyAtKinks = Values(@case, "dy");
        double[] kinks = [.. @case.GetProperty("kinks").EnumerateArray().Select(ReferenceTensor.Number)];
        (double relative, double absolute) = file.Tolerance<T>();
        T[] input = x.To<T>();
        if (network.Parameters.Length > 0)
        {
            input.CopyTo(network.Parameters);
            input = [T.One];
        }

        T[] outputs = new T[count];
        network.Forward(input, outputs);
        ElementConversion.AssertClose(y, outputs.AsSpan().ToDoubles(), (relative, absolute), what + ": y");

        // The absolute error's gradient is 1 / count or -1 / count, exactly; a target beyond all values decides which.
        foreach (int sign in new[] { 1, -1 })
        {
            T[] targets = [.. Enumerable.Repeat(T.CreateTruncating(sign * -1e6), count)];
            ITrainerProbe<T> trainer = network.CreateTrainer(1);
            trainer.ComputeGradients(input, [], targets);
            double[] derivative = network.Parameters.Length > 0 ? trainer.Gradients.ToDoubles() : trainer.InputGradients.ToDoubles();
            for (int i = 0; i < count; i++)
            {
                // At a kink the derivative is a convention, PyTorch's.
                double expected = kinks.Contains(x[i]) ? dyAtKinks[i] : dy[i];
                ReferenceTensor.AssertClose(expected, sign * count * derivative[i], relative, absolute, FormattableString.Invariant($"{what}: dy at {x[i]}"));
            }
        }

        double[] Values(JsonElement json, string name) => ReferenceTensor.Parse(json.GetProperty(name)).Data.AsSpan(start, count).ToArray();
    }

    private static string? Attribute(JsonElement @case) =>
        ReferenceNetwork.Activation(@case.GetProperty("name").GetString()!, @case.GetProperty("params"));
}
