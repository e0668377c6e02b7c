// A roller coaster's speed over time is roughly a·t² + b·t + c. Which a, b, c? The first network of fastai's book is no network: three
// parameters fitted by gradient descent. It is a network here: one layer on the inputs t² and t, whose weights are a and b, its bias c.
using System.CommandLine;
using Netsmith;
using Samples;

Option<int> epochs = SampleProgram.Count("--epochs", 2000, "Steps of the second fit; each sees all 20 measurements.");

return SampleProgram.Run(args, new RootCommand("Fits a parabola to 20 noisy measurements.") { epochs }, parsed =>
{
    var rng = new Rng(seed: 1);
    float[] features = new float[40], speed = new float[20];
    for (int t = 0; t < 20; t++)
    {
        (features[2 * t], features[2 * t + 1]) = (t * t, t);
        speed[t] = 3 * rng.NextNormal() + 0.75f * (t - 9.5f) * (t - 9.5f) + 1; // 0.75·t² − 14.25·t + 68.69, and noise
    }
    Dataset measured = Dataset.Regression(features, speed);

    Console.WriteLine("Ten steps as in the book, rate 0.00001, mean squared error before each:");
    TrainingHistory book = new Parabola(seed: 1).Fit(measured, new TrainingOptions { Epochs = 10, BatchSize = 20, Optimizer = new Sgd(1e-5f) });
    Console.WriteLine(string.Join("  ", book.Epochs.Select(epoch => $"{epoch.Loss:F1}")));

    // t² reaches 361, t 19, the constant 1: one rate cannot suit all three. Features of mean 0 and deviation 1 can take a rate of 0.1.
    var network = new Parabola(seed: 1);
    Dataset scaled = measured.Standardize(out Standardization scale);
    network.Fit(scaled, new TrainingOptions { Epochs = parsed.GetValue(epochs), BatchSize = 20, Optimizer = new Sgd(0.1f) });

    ReadOnlySpan<float> weight = network.GetParameter("0.weight");
    float a = weight[0] / scale.Deviation[0], b = weight[1] / scale.Deviation[1];
    float c = network.GetParameter("0.bias")[0] - a * scale.Mean[0] - b * scale.Mean[1];
    double error = network.Evaluate(scaled).Loss, mean = speed.Average(), variance = speed.Average(value => (value - mean) * (value - mean));

    Console.WriteLine($"Scaled features, rate 0.1, {parsed.GetValue(epochs)} steps: mean squared error {error:F3}");
    Console.WriteLine($"gradient descent  a {a,8:F4}  b {b,9:F4}  c {c,8:F4}");
    (double exactA, double exactB, double exactC) = LeastSquares.Fit(features, speed);
    Console.WriteLine($"exact solution    a {exactA,8:F4}  b {exactB,9:F4}  c {exactC,8:F4}");
    Console.WriteLine("without noise     a   0.7500  b  -14.2500  c  68.6875");
    Console.WriteLine($"variance explained {(1 - error / variance) * 100:F2} %");
});

/// <summary>a·t² + b·t + c, from random parameters as in the book.</summary>
[Network(2), Dense(1, Init = Initializer.Normal), MeanSquaredError]
internal sealed partial class Parabola;
