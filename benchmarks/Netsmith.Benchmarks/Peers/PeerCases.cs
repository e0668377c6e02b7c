using System.Runtime.InteropServices;

namespace Netsmith.Benchmarks.Peers;

/// <summary>Netsmith's side of the cases in <c>benchmarks/peers/cases.py</c>.</summary>
/// <param name="folder">Where the driver put images, labels, inputs and starting parameters.</param>
/// <param name="threads">How many threads training uses. With more than one only the cases that ask for them exist.</param>
internal sealed class PeerCases(string folder, int threads)
{
    private const string TwoThreads = "/2-threads";

    private delegate void Predictor(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Who measures, for the tables.</summary>
    public string Name { get; } = threads == 1 ? "Netsmith, 1 thread" : $"Netsmith, {threads} threads";

    /// <summary>Sets a case up; null where there is no such case.</summary>
    public PeerWork? Prepare(string name)
    {
        bool isShared = name.EndsWith(TwoThreads, StringComparison.Ordinal);
        if (threads > 1 && !isShared)
            return null;
        if (isShared)
            name = name[..^TwoThreads.Length];
        switch (name)
        {
            case "train/784-200-10/b32" or "train/784-200-10/b128" or "train/784-200-10/b500":
                var digits200 = new Digits200();
                Fill(digits200.Parameters, "784-200-10");
                return Epochs(digits200.Fit, Images(), int.Parse(name[(name.LastIndexOf('b') + 1)..]), new Sgd(0.1f));
            case "train/784-20-10/b256":
                var digits20 = new Digits20();
                Fill(digits20.Parameters, "784-20-10");
                return Epochs(digits20.Fit, Images(), 256, new Sgd(0.1f));
            case "train/784-30-1-sigmoid/b256":
                var oddOrEven = new OddOrEven();
                Fill(oddOrEven.Parameters, "784-30-1");
                return Epochs(oddOrEven.Fit, OddImages(), 256, new Sgd(0.1f));
            case "train/784-10/b256":
                var linear = new LinearDigits();
                Fill(linear.Parameters, "784-10");
                return Epochs(linear.Fit, Images(), 256, new Sgd(0.1f));
            case "train/784-128-64-10-adam/b64":
                var deep = new DeepDigits();
                Fill(deep.Parameters, "784-128-64-10");
                return Epochs(deep.Fit, Images(), 64, new Adam(0.001f));
            case "train/2-8-1-tanh/b4":
                return XorSteps();
            case "train/4-16-3/b16":
                return FlowerSteps();
            case "infer/2-8-1-tanh":
                return XorPredictions();
            case "infer/4-16-3":
                return FlowerPredictions();
            case "infer/784-20-10":
                var small = new Digits20();
                Fill(small.Parameters, "784-20-10");
                return Predictions(784, 10, (x, y) => small.Predict(x, y));
            case "infer/784-200-10":
                var wide = new Digits200();
                Fill(wide.Parameters, "784-200-10");
                return Predictions(784, 10, (x, y) => wide.Predict(x, y));
            case "infer/784-200-10/digits":
                var sparse = new SparseDigits200();
                Fill(sparse.Parameters, "784-200-10");
                return Predictions(784, 10, (x, y) => sparse.Predict(x, y));
            case "infer/784-128-64-10":
                var three = new DeepDigits();
                Fill(three.Parameters, "784-128-64-10");
                return Predictions(784, 10, (x, y) => three.Predict(x, y));
            default:
                return null;
        }
    }

    private PeerWork Epochs(Func<Dataset, TrainingOptions, TrainingHistory> fit, Dataset data, int batch, Optimizer optimizer)
    {
        ulong seed = 0;
        double loss = 0;
        return new PeerWork(
            epochs =>
            {
                TrainingHistory history = fit(data, new TrainingOptions { Epochs = epochs, BatchSize = batch, Optimizer = optimizer, Seed = seed++, Threads = threads });
                loss = history.Epochs[^1].Loss;
            },
            () => loss,
            IsLong: true);
    }

    private PeerWork XorSteps()
    {
        var network = new Xor();
        Fill(network.Parameters, "2-8-1");
        Xor.Trainer trainer = network.CreateTrainer(4, new Sgd(0.1f));
        float[] x = Inputs(2)[..8], y = [-1, 1, 1, -1];
        float loss = 0;
        return new PeerWork(
            steps =>
            {
                for (int i = 0; i < steps; i++)
                    loss = trainer.Step(x, y);
            },
            () => loss);
    }

    private PeerWork FlowerSteps()
    {
        var network = new Flowers();
        Fill(network.Parameters, "4-16-3");
        Flowers.Trainer trainer = network.CreateTrainer(16, new Sgd(0.1f));
        float[] x = Inputs(4);
        int[] labels = [.. Enumerable.Range(0, 16).Select(i => i % 3)];
        float loss = 0;
        return new PeerWork(
            steps =>
            {
                for (int i = 0; i < steps; i++)
                    loss = trainer.Step(x, labels);
            },
            () => loss);
    }

    // The two tiny networks have loops of their own: calling through a delegate would cost as much as they do.
    private PeerWork XorPredictions()
    {
        var network = new Xor();
        Fill(network.Parameters, "2-8-1");
        float[] x = Inputs(2), y = new float[1];
        return new PeerWork(
            count =>
            {
                for (int i = 0; i < count; i++)
                    network.Predict(x.AsSpan((i & 15) * 2, 2), y);
            },
            () => Check(x, 2, 1, (input, output) => network.Predict(input, output)));
    }

    private PeerWork FlowerPredictions()
    {
        var network = new Flowers();
        Fill(network.Parameters, "4-16-3");
        float[] x = Inputs(4), y = new float[3];
        return new PeerWork(
            count =>
            {
                for (int i = 0; i < count; i++)
                    network.Predict(x.AsSpan((i & 15) * 4, 4), y);
            },
            () => Check(x, 4, 3, (input, output) => network.Predict(input, output)));
    }

    private PeerWork Predictions(int inputSize, int outputSize, Predictor predict)
    {
        float[] x = Inputs(inputSize), y = new float[outputSize];
        return new PeerWork(
            count =>
            {
                for (int i = 0; i < count; i++)
                    predict(x.AsSpan((i & 15) * inputSize, inputSize), y);
            },
            () => Check(x, inputSize, outputSize, predict));
    }

    private static double Check(float[] x, int inputSize, int outputSize, Predictor predict)
    {
        double sum = 0;
        var y = new float[outputSize];
        for (int i = 0; i < 16; i++)
        {
            predict(x.AsSpan(i * inputSize, inputSize), y);
            for (int o = 0; o < outputSize; o++)
                sum += y[o] * (o + 1);
        }

        return sum;
    }

    private Dataset Images() =>
        Dataset.Classification(File.ReadAllBytes(Path.Combine(folder, "images.u8")), [.. File.ReadAllBytes(Path.Combine(folder, "labels.u8")).Select(b => (int)b)]);

    private Dataset OddImages() =>
        Dataset.Regression(File.ReadAllBytes(Path.Combine(folder, "images.u8")), [.. File.ReadAllBytes(Path.Combine(folder, "labels.u8")).Select(b => (float)(b & 1))]);

    // 16 inputs: pixels between 0 and 1, or what the driver drew for the tiny networks.
    private float[] Inputs(int size) => size == 784
        ? [.. File.ReadAllBytes(Path.Combine(folder, "images.u8")).Take(16 * 784).Select(b => b / 255f)]
        : Floats($"inputs-{size}.f32");

    private void Fill(Span<float> parameters, string network) => Floats($"{network}.f32").CopyTo(parameters);

    private float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, file))).ToArray();
}
