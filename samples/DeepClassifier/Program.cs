// Ten digits, a network of one or two small hidden layers, and the question every tutorial reaches: which learning rate? Five are tried
// and compared, the best one trains until it stops improving, and a second cycle at a tenth of the rate gets out the rest.
using System.CommandLine;
using Netsmith;
using Samples;

Option<string?> folder = SampleProgram.Input("--data", "DIR", DigitData.Description);
Option<bool> deep = SampleProgram.Switch("--deep", "Train 784-20-20-10; otherwise 784-20-10.");
Option<float[]> rates = SampleProgram.Rates("--rates", [0.005f, 0.01f, 0.05f, 0.1f, 0.5f], "The learning rates to compare.");
Option<int> epochs = SampleProgram.Count("--epochs", 20, "Passes over the training data for each learning rate.");
Option<int> longest = SampleProgram.Count("--max-epochs", 200, "The most passes the best rate is given; early stopping usually ends it before.");
Option<int> batchSize = SampleProgram.Count("--batch-size", 64, "Images in a step.");
Option<string> reportFile = SampleProgram.Output("--report", "deep-classifier.html", "Where to write the comparison.");
Option<bool> quick = SampleProgram.Switch("--quick", "Few images, to see whether everything works.");

var command = new RootCommand("Compares learning rates on handwritten digits.") { folder, deep, rates, epochs, longest, batchSize, reportFile, quick };
return SampleProgram.Run(args, command, parsed =>
{
    (Dataset all, Dataset test) = DigitData.Load(parsed.GetValue(folder), parsed.GetValue(quick));
    // Rate and end of training are chosen on images set aside for that; the test images are looked at once, at the end.
    (Dataset train, Dataset validation) = all.Split(0.9);
    Console.WriteLine($"{train.Count} images to train, {validation.Count} to choose by, {test.Count} to test");

    IClassifier Create() => parsed.GetValue(deep) ? new DeepNetwork(seed: 1) : new ShallowNetwork(seed: 1);
    TrainingOptions Options(float rate) => new()
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = parsed.GetValue(batchSize),
        Optimizer = new Sgd(rate),
        Validation = validation,
    };

    Console.WriteLine("\nrate    validation    fastest epoch");
    var runs = new List<(float Rate, TrainingHistory History)>();
    foreach (float rate in parsed.GetValue(rates)!)
    {
        TrainingHistory history = Create().Fit(train, Options(rate));
        runs.Add((rate, history));
        Console.WriteLine($"{rate,-6}  {history.Epochs[^1].ValidationAccuracy * 100,8:F2} %  {history.Epochs.Min(epoch => epoch.Seconds),10:F3} s");
    }
    float best = runs.MaxBy(run => run.History.Epochs[^1].ValidationAccuracy).Rate;

    Console.WriteLine($"\nRate {best} until 10 epochs bring nothing new, then {best / 10}");
    IClassifier network = Create();
    TrainingOptions options = Options(best) with
    {
        Epochs = parsed.GetValue(longest),
        EarlyStopping = new EarlyStopping { Metric = TrainingMetric.ValidationAccuracy, Patience = 10 },
    };
    TrainingHistory first = TrainingView.Show(options, shown => network.Fit(train, shown));
    double before = network.Evaluate(test).Accuracy;
    options = options with { Optimizer = new Sgd(best / 10), ContinueFrom = first };
    TrainingHistory both = TrainingView.Show(options, shown => network.Fit(train, shown));

    Evaluation result = network.Evaluate(test);
    new HtmlReport("Digits: learning rates compared")
        .AddSettings(options, "Settings of the second cycle")
        .AddSummary(network.Summary)
        .AddComparison([.. runs.Select(run => ($"rate {run.Rate}", run.History))], "Learning rates")
        .AddHistory(both, $"Rate {best}, then {best / 10}")
        .AddEvaluation(result, "Test images")
        .AddWorstPredictions(network, test)
        .Save(parsed.GetValue(reportFile)!);

    float[] probabilities = new float[10];
    Prediction answer = network.Predict(test.Sample(0), probabilities);
    Console.WriteLine($"\nThe first test image shows a {test.Labels[0]}, and the network says {answer.Class}:");
    Console.WriteLine(string.Join("  ", probabilities.Select((p, digit) => $"{digit}: {p * 100:F1} %")));
    Console.WriteLine($"\nComparison: {parsed.GetValue(reportFile)}");
    Console.WriteLine($"test accuracy {before * 100:F2} % after the first cycle, {first.Epochs.Count} epochs");
    Console.WriteLine($"test accuracy {result.Accuracy * 100:F2} %");
});
