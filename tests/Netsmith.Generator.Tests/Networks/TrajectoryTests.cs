using System.Text.Json;
using Netsmith.Generator.Tests.Infrastructure;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Networks;

/// <summary>
/// Whole training runs on MNIST as PyTorch made them, step by step: losses, the first gradients, parameters on the way and
/// at the end, and what the trained network answers. Also a network that PyTorch trained, loaded from its files.
/// </summary>
public sealed class TrajectoryTests
{
    private const string ThreeOrSeven = "[Network(784), Dense(1), Sigmoid, MeanAbsoluteError]", Digits = "[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy]";

    private static readonly Lazy<NetworkAssembly> Networks = new(() => NetworkAssembly.Compile([ThreeOrSeven, Digits], Emitted.Float));
    private static readonly Lazy<(Dataset Train, Dataset Test)> Images = new(() => Mnist.Load(SharedData.Path("data", "mnist")));

    [SharedTheory]
    [InlineData("mnist_784_20_10_sgd")]
    [InlineData("mnist_784_20_10_adam")]
    [InlineData("mnist_3_vs_7_linear")]
    public void Training_OnMnist_FollowsPyTorchStepByStep(string name)
    {
        JsonElement run = ReferenceFile.Read("trajectory", name + ".json").Root;
        bool isBinary = run.GetProperty("dataset").GetString() == "mnist37";
        INetworkProbe<float> network = Networks.Value.Float(isBinary ? 0 : 1);
        SetParameters(network, run, isBinary);

        JsonElement settings = run.GetProperty("optimizer");
        float rate = settings.GetProperty("args").GetProperty("lr").GetSingle();
        Optimizer optimizer = settings.GetProperty("class").GetString() == "Adam" ? new Adam(rate) : new Sgd(rate);
        (Dataset train, Dataset test) = isBinary ? (ThreesAndSevens(Images.Value.Train), ThreesAndSevens(Images.Value.Test)) : Images.Value;
        int rows = run.GetProperty("train_rows").GetInt32(), size = run.GetProperty("batch").GetInt32(), testRows = run.GetProperty("test_rows").GetInt32();
        double[] losses = ReferenceTensor.Parse(run.GetProperty("losses")).Data;
        double tolerance = run.GetProperty("tolerance").GetProperty("losses_rtol").GetDouble();
        int correctTolerance = run.GetProperty("tolerance").GetProperty("accuracy_rows").GetInt32();

        ITrainerProbe<float> trainer = network.CreateTrainer(size, optimizer);
        int step = 0;
        for (int epoch = 0; epoch < run.GetProperty("epochs").GetInt32(); epoch++)
        {
            for (int start = 0; start < rows; start += size)
            {
                (float[] x, int[] labels, float[] targets) = Batch(train, start, Math.Min(size, rows - start), isBinary);
                if (step == 0)
                {
                    trainer.ComputeGradients(x, labels, targets);
                    AssertSnapshot("grad_step_1", trainer.Gradients, 1e-4);
                }

                ReferenceTensor.AssertClose(losses[step], trainer.Step(x, labels, targets), tolerance, 0, $"loss of step {step}");
                step++;
                if (step is 1 or 10)
                    AssertSnapshot($"after_step_{step}", network.Parameters, 1e-4);
            }

            int correct = Correct(network, test, testRows, isBinary), expected = run.GetProperty("epoch_correct")[epoch].GetInt32();
            Assert.True(Math.Abs(correct - expected) <= correctTolerance, $"epoch {epoch}: {correct} of {testRows} right, PyTorch had {expected}");
        }

        Assert.Equal(losses.Length, step);
        AssertSnapshot("final", network.Parameters, 1e-3);
        float[] logits = new float[10 * network.OutputSize];
        network.Forward(Batch(test, 0, 10, isBinary).Inputs, logits, 10);
        if (isBinary)
            logits = Array.ConvertAll(logits, p => MathF.Log(p / (1 - p)));
        ReferenceTensor.Parse(run.GetProperty("test_logits_first10")).AssertClose(logits, 1e-3, 1e-3, "logits");

        void AssertSnapshot(string snapshot, ReadOnlySpan<float> values, double relative)
        {
            // In the state dict's order; PyTorch's layer indices do not count the activations.
            int offset = 0;
            foreach (JsonProperty parameter in run.GetProperty("snapshots").GetProperty(snapshot).EnumerateObject())
            {
                ReferenceTensor expected = ReferenceTensor.Parse(parameter.Value);
                expected.AssertClose(values.Slice(offset, expected.Length), relative, 1e-5, $"{snapshot}, {parameter.Name}");
                offset += expected.Length;
            }

            Assert.Equal(values.Length, offset);
        }
    }

    [SharedTheory]
    [InlineData("model.safetensors", 1e-4)]
    [InlineData("model_f64.safetensors", 1e-4)]
    [InlineData("model_f16.safetensors", 2e-2)]
    [InlineData("model_bf16.safetensors", 2e-1)]
    public void Model_FromPyTorch_LoadsAndAnswersAsItDidThere(string file, double tolerance)
    {
        JsonElement expected = ReferenceFile.Read("interop", "mlp_784_20_10", "expected.json").Root;
        INetworkProbe<float> network = Networks.Value.Float(1);
        ((dynamic)network.Network).LoadParameters(SharedData.Path("reference", "interop", "mlp_784_20_10", file));

        const int Count = 100;
        float[] outputs = new float[Count * 10];
        network.Forward(Batch(Images.Value.Test, 0, Count, false).Inputs, outputs, Count);
        ReferenceTensor.Parse(expected.GetProperty("logits")).AssertClose(outputs, tolerance, tolerance, file + ": logits");
        if (file == "model.safetensors")
        {
            int[] predicted = ReferenceTensor.Parse(expected.GetProperty("predicted")).Integers();
            Assert.Equal(predicted, Enumerable.Range(0, Count).Select(b => IndexOfMax(outputs.AsSpan(b * 10, 10))));
            Assert.Equal(expected.GetProperty("test_correct_of_10000").GetInt32(), Correct(network, Images.Value.Test, 10_000, false));
        }
    }

    private static void SetParameters(INetworkProbe<float> network, JsonElement run, bool isBinary)
    {
        int offset = 0;
        foreach (JsonProperty parameter in run.GetProperty("params0").EnumerateObject())
        {
            float[] values = ReferenceTensor.Parse(parameter.Value).Floats();
            values.CopyTo(network.Parameters[offset..]);
            offset += values.Length;
        }

        Assert.Equal(network.Parameters.Length, offset);
        Assert.Equal(isBinary, network.OutputSize == 1);
    }

    private static (float[] Inputs, int[] Labels, float[] Targets) Batch(Dataset data, int start, int count, bool isBinary)
    {
        float[] inputs = new float[count * data.SampleSize];
        data.GatherBatch([.. Enumerable.Range(start, count)], inputs);
        int[] labels = data.Labels.Slice(start, count).ToArray();
        return isBinary ? (inputs, [], Array.ConvertAll(labels, l => l == 3 ? 1f : 0f)) : (inputs, labels, []);
    }

    private static Dataset ThreesAndSevens(Dataset data) => data.Where(label => label is 3 or 7);

    private static int Correct(INetworkProbe<float> network, Dataset test, int rows, bool isBinary)
    {
        (float[] x, _, _) = Batch(test, 0, rows, isBinary);
        float[] outputs = new float[rows * network.OutputSize];
        network.Forward(x, outputs, rows);
        int correct = 0;
        for (int b = 0; b < rows; b++)
        {
            int answer = isBinary ? (outputs[b] > 0.5f ? 3 : 7) : IndexOfMax(outputs.AsSpan(b * 10, 10));
            correct += answer == test.Labels[b] ? 1 : 0;
        }

        return correct;
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    }
}
