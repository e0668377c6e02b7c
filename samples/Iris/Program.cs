using System.CommandLine;
using Netsmith;
using Samples;

Option<string?> data = SampleProgram.Input("--data", "FILE", "The CSV file: four measures in cm, and the column species.");
data.Required = true;
Option<int> epochs = SampleProgram.Count("--epochs", 100, "Passes over the training data.");
return SampleProgram.Run(args, new RootCommand("Tells three species of iris apart.") { data, epochs }, parsed =>
{
    CsvDataset iris = CsvDataset.Load(parsed.GetValue(data)!, new CsvOptions { Label = "species" });
    (Dataset train, Dataset test) = iris.Data.Split(0.8, seed: 1);
    Preprocessing scale = Preprocessing.Standardize(train);
    var network = new IrisNetwork(seed: 1);
    network.Fit(scale.Apply(train), new TrainingOptions { Epochs = parsed.GetValue(epochs), BatchSize = 16, Optimizer = new Adam(0.01f) });
    Evaluation result = network.Evaluate(scale.Apply(test));
    Prediction flower = network.Predict(scale.Transform(iris.Encoding.Encode("5.9", "3.0", "4.2", "1.5")));
    Console.WriteLine($"{result.ConfusionMatrix}\n5.9, 3.0, 4.2, 1.5: {iris.ClassNames[flower.Class]}, {flower.Confidence * 100:F1} % sure");
    Console.WriteLine($"accuracy on {test.Count} other flowers {result.Accuracy * 100:F2} %");
});

[Network(4), Dense(16), Relu, Dense(3), SoftmaxCrossEntropy]
internal sealed partial class IrisNetwork;
