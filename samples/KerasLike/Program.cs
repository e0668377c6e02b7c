// What a Keras notebook on MNIST does: summary, fit with a validation split, curves, metrics, save, load, predict.
using System.CommandLine;
using Netsmith;
using Samples;

Option<string?> folder = SampleProgram.Input("--data", "DIR", DigitData.Description);
var name = new Option<string>("--network") { Description = "784-10, 784-10-10 or 784-100-10.", DefaultValueFactory = _ => "wide" };
name.AcceptOnlyFromAmong("softmax", "narrow", "wide");
Option<int> epochs = SampleProgram.Count("--epochs", 20, "Passes over the training data.");
Option<int> batchSize = SampleProgram.Count("--batch-size", 32, "Images in a step.");
Option<string> modelFile = SampleProgram.Output("--model", "keras-like.json", "Where to save the network.");
Option<string> reportFile = SampleProgram.Output("--report", "keras-like.html", "Where to write the curves.");
Option<bool> quick = SampleProgram.Switch("--quick", "Few images, to see whether everything works.");

var command = new RootCommand("Trains a network on digits, step by step as in Keras.") { folder, name, epochs, batchSize, modelFile, reportFile, quick };
return SampleProgram.Run(args, command, parsed =>
{
    (Dataset digits, Dataset testDigits) = DigitData.Load(parsed.GetValue(folder), parsed.GetValue(quick));

    // Every image by itself: mean 0, deviation 1. Labels stay numbers (Keras: sparse_categorical_crossentropy); nothing is one-hot.
    Preprocessing preparation = Preprocessing.StandardizeSamples();
    Dataset train = preparation.Apply(digits), test = preparation.Apply(testDigits);

    IClassifier network = Create(parsed.GetValue(name)!, seed: 1);
    Console.WriteLine(network.Summary);

    var options = new TrainingOptions
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = parsed.GetValue(batchSize),
        Optimizer = Adam.Keras(),
        ValidationFraction = 0.1,
    };
    TrainingHistory history = TrainingView.Show(options, shown => network.Fit(train, shown));
    Console.WriteLine($"fastest epoch {history.Epochs.Min(epoch => epoch.Seconds):F3} s");

    Evaluation result = network.Evaluate(test);
    ConfusionMatrix confusion = result.ConfusionMatrix!;
    Console.WriteLine("\ndigit  precision  recall      F1");
    for (int digit = 0; digit < confusion.Classes; digit++)
        Console.WriteLine($"{digit,5}  {confusion.Precision(digit),9:F4}  {confusion.Recall(digit):F4}  {confusion.F1(digit):F4}");
    Console.WriteLine($" mean  {confusion.MacroPrecision,9:F4}  {confusion.MacroRecall:F4}  {confusion.MacroF1:F4}\n");

    new HtmlReport("Digits, as in Keras")
        .AddSettings(options)
        .AddSummary(network.Summary)
        .AddHistory(history)
        .AddEvaluation(result, "Test images")
        .AddWorstPredictions(network, test)
        .Save(parsed.GetValue(reportFile)!);

    // A network is only as good as the preparation of its input: save both, load both.
    string model = parsed.GetValue(modelFile)!, steps = Path.ChangeExtension(model, ".preprocessing.json");
    network.Save(model);
    preparation.Save(steps);
    IClassifier loaded = Create(parsed.GetValue(name)!, seed: 2);
    loaded.LoadParameters(model);
    Prediction answer = loaded.Predict(Preprocessing.Load(steps).Transform(testDigits.Sample(0)));

    Console.WriteLine($"Saved {model} and {steps}; curves: {parsed.GetValue(reportFile)}");
    Console.WriteLine($"Loaded again, the network takes the first test image, a {test.Labels[0]}, for a {answer.Class} ({answer.Confidence * 100:F1} %)");
    Console.WriteLine($"test accuracy {result.Accuracy * 100:F2} %");
});

static IClassifier Create(string name, ulong seed) => name switch
{
    "softmax" => new SoftmaxNetwork(seed),
    "narrow" => new NarrowNetwork(seed),
    _ => new WideNetwork(seed),
};
