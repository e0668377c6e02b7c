// Is it a three or a seven? The steps of fastai's chapter on MNIST: a baseline without learning, a linear model, a small network, and
// then what its Learner adds, the learning rate finder and the one-cycle policy.
using System.CommandLine;
using Netsmith;
using Samples;

Option<string?> folder = SampleProgram.Input("--data", "DIR", DigitData.Description);
Option<int> epochs = SampleProgram.Count("--epochs", 40, "Passes over the training data for each network; the one-cycle run takes a quarter.");
Option<string> reportFile = SampleProgram.Output("--report", "threes-and-sevens.html", "Where to write the curves.");
Option<bool> quick = SampleProgram.Switch("--quick", "Few images, to see whether everything works.");

return SampleProgram.Run(args, new RootCommand("Tells threes from sevens.") { folder, epochs, reportFile, quick }, parsed =>
{
    // Threes become 1, sevens 0, all other digits go.
    (Dataset train, Dataset test) = DigitData.Load(parsed.GetValue(folder), parsed.GetValue(quick));
    train = train.Where(digit => digit is 3 or 7).ToRegression(digit => digit == 3 ? 1 : 0);
    test = test.Where(digit => digit is 3 or 7).ToRegression(digit => digit == 3 ? 1 : 0);
    Console.WriteLine($"{train.Count} training images, {test.Count} test images");

    Console.WriteLine("\n1. The nearest mean image");
    var baseline = new PixelSimilarity(train);
    Console.WriteLine($"L1    {baseline.Accuracy(test, PixelSimilarity.MeanDifference) * 100:F2} %");
    Console.WriteLine($"RMSE  {baseline.Accuracy(test, PixelSimilarity.RootMeanSquare) * 100:F2} %");

    Console.WriteLine("\n2. A linear model, rate 1");
    var linear = new LinearNetwork(seed: 1);
    var options = new TrainingOptions
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = 256,
        Optimizer = new Sgd(1f),
        Validation = test,
    };
    TrainingHistory linearHistory = TrainingView.Show(options, shown => linear.Fit(train, shown));

    Console.WriteLine("\n3. 784-30-1, rate 0.1");
    var small = new SmallNetwork(seed: 1);
    TrainingHistory smallHistory = TrainingView.Show(options with { Optimizer = new Sgd(0.1f) }, shown => small.Fit(train, shown));

    Console.WriteLine("\n4. 784-30-1 again, with a rate that was looked for and the one-cycle policy");
    var cycled = new SmallNetwork(seed: 1);
    options = options with { Epochs = Math.Max(1, parsed.GetValue(epochs) / 4), BatchSize = 64, Optimizer = new Adam() };
    LearningRateCurve curve = LearningRateFinder.Find(cycled, train, options);
    double rate = curve.Valley ?? 0.01;
    Console.WriteLine($"valley {rate:G3}, steepest {curve.Steepest:G3}");
    TrainingHistory cycleHistory = TrainingView.Show(options, shown => cycled.FitOneCycle(train, shown, rate));

    new HtmlReport("Threes and sevens") { Description = "Accuracy is measured on the test images after every epoch.", ClassNames = ["seven", "three"] }
        .AddSettings([("Epochs", options.Epochs), ("Batch size", options.BatchSize), ("Optimizer", "Adam"), ("Learning rate", $"one cycle up to {rate:G3}")], "Settings of the one-cycle run")
        .AddComparison([("linear", linearHistory), ("784-30-1", smallHistory), ("784-30-1, one cycle", cycleHistory)])
        .AddLearningRateFinder(curve.Rates, curve.Losses, [("valley", rate), ("steepest", curve.Steepest ?? rate)])
        .AddWorstPredictions(cycled, test)
        .AddFirstLayerWeights(cycled)
        .Save(parsed.GetValue(reportFile)!);

    Console.WriteLine($"\nCurves and worst mistakes: {parsed.GetValue(reportFile)}");
    Console.WriteLine($"fastest epoch: linear {linearHistory.Epochs.Min(epoch => epoch.Seconds):F4} s, 784-30-1 {smallHistory.Epochs.Min(epoch => epoch.Seconds):F4} s");
    Console.WriteLine($"linear                 {linear.Evaluate(test).Accuracy * 100:F2} %");
    Console.WriteLine($"784-30-1               {small.Evaluate(test).Accuracy * 100:F2} %");
    Console.WriteLine($"784-30-1, one cycle    {cycled.Evaluate(test).Accuracy * 100:F2} %");
});
