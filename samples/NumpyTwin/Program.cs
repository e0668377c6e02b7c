// 784-200-10 on digits in NumPy's .npy files, as the from-scratch tutorials train it: He initialisation, batches of 500, rate 0.01, ten
// epochs. With --bugs the same training is done by hand with a tutorial's mistakes, to see what they cost.
using System.CommandLine;
using Netsmith;
using Samples;

Option<string?> folder = SampleProgram.Input("--data", "DIR", "Folder with train_images.npy and train_labels.npy (and test_*). Without it, digits are drawn by the program.");
Option<string?> idx = SampleProgram.Input("--from-idx", "DIR", "First write the .npy files to --data, from the four MNIST files (IDX) in this folder.");
Option<int> epochs = SampleProgram.Count("--epochs", 10, "Passes over the training data.");
Option<float> rate = SampleProgram.Rate("--learning-rate", 0.01f, "How far a step goes.");
Option<bool> bugs = SampleProgram.Switch("--bugs", "Also train with the tutorial's mistakes.");
Option<string> reportFile = SampleProgram.Output("--report", "numpy-twin.html", "Where to write the curves.");
Option<bool> quick = SampleProgram.Switch("--quick", "Few images, to see whether everything works.");

return SampleProgram.Run(args, new RootCommand("Trains 784-200-10 on .npy files.") { folder, idx, epochs, rate, bugs, reportFile, quick }, parsed =>
{
    string? data = parsed.GetValue(folder);
    if (parsed.GetValue(idx) is string idxFolder)
        NpyData.Convert(idxFolder, data ?? throw new ArgumentException("--from-idx: expected --data as well, the folder to write to, found none."));
    (int most, int mostTest) = parsed.GetValue(quick) ? (4_000, 1_000) : (60_000, 10_000);
    (Dataset train, Dataset test) = data is null ? SyntheticDigits.CreateTrainAndTest(most, mostTest) : NpyData.Load(data);
    (train, test) = (train.Take(Math.Min(most, train.Count)), test.Take(Math.Min(mostTest, test.Count)));
    Console.WriteLine($"{train.Count} training images, {test.Count} test images");

    var network = new TwinNetwork(seed: 1);
    var options = new TrainingOptions
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = 500,
        Optimizer = new Sgd(parsed.GetValue(rate)),
        Validation = test,
    };
    TrainingHistory history = TrainingView.Show(options, shown => network.Fit(train, shown));

    new HtmlReport("784-200-10 on .npy files")
        .AddSettings(options)
        .AddSummary(TwinNetwork.Summary)
        .AddHistory(history)
        .AddEvaluation(network.Evaluate(test), "Test images")
        .AddFirstLayerWeights(network)
        .Save(parsed.GetValue(reportFile)!);
    Console.WriteLine($"Loss and accuracy: {parsed.GetValue(reportFile)}");
    Console.WriteLine($"fastest epoch {history.Epochs.Min(epoch => epoch.Seconds):F3} s");

    if (parsed.GetValue(bugs))
    {
        Preprocessing raw = Preprocessing.Scale(255);
        (Dataset rawTrain, Dataset rawTest) = (raw.Apply(train), raw.Apply(test));
        Console.WriteLine("\nBy hand, with the tutorial's mistakes:");
        Console.WriteLine($"ReLU on the logits, its derivative left out             {Buggy(train, test, false)}");
        Console.WriteLine($"the same on pixels from 0 to 255                        {Buggy(rawTrain, rawTest, false)}");
        Console.WriteLine($"the same, the hidden ReLU's derivative left out as well {Buggy(rawTrain, rawTest, true)}\n");
    }
    Console.WriteLine($"test accuracy {network.Evaluate(test).Accuracy * 100:F2} %");

    string Buggy(Dataset train, Dataset test, bool forgetsHiddenDerivative)
    {
        var twin = new BuggyTwin(new TwinNetwork(seed: 1), forgetsHiddenDerivative);
        for (int epoch = 0; epoch < parsed.GetValue(epochs); epoch++)
            twin.Train(train, options.BatchSize, parsed.GetValue(rate));
        return $"{twin.Accuracy(test) * 100:F2} %";
    }
});
