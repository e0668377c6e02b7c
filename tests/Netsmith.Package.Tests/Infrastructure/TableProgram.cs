namespace Netsmith.Package.Tests;

/// <summary>A program that learns from a CSV file, reads it back in prediction, and writes a report.</summary>
internal static class TableProgram
{
    /// <summary>The program without the report.</summary>
    public const string Source = """
        using Netsmith;

        string csv = Path.Combine(AppContext.BaseDirectory, "flowers.csv");
        File.WriteAllLines(csv, Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i % 3 + i % 7 * 0.05},{4 - i % 3},{(i % 2 == 0 ? "yes" : "no")},{"abc"[i % 3]}")).Prepend("length,width,scent,species"));

        CsvDataset flowers = CsvDataset.Load(csv, new CsvOptions { Label = "species", Categories = ["scent"] });
        var network = new Flowers(seed: 1);
        var options = new TrainingOptions { Epochs = 40, BatchSize = 10, Optimizer = new Adam(0.05f) };
        TrainingHistory history = network.Fit(flowers.Data, options);
        Prediction flower = network.Predict(flowers.Encoding.Encode("1.1", "3", "no"));
        Console.WriteLine($"{flowers.Data.Count} rows, {string.Join(' ', flowers.ClassNames)}");
        Console.WriteLine($"accuracy {network.Evaluate(flowers.Data).Accuracy * 100:F0}, 1.1 by 3 is {flowers.ClassNames[flower.Class]}");

        flowers.Encoding.Save(csv + ".json");
        Console.WriteLine($"read again: {CsvDataset.Load(csv, CsvEncoding.Load(csv + ".json")).Data.Count} rows");
        try
        {
            File.AppendAllText(csv, "1.0,2.0,yes\n");
            CsvDataset.Load(csv, flowers.Encoding);
        }
        catch (NetsmithFormatException e)
        {
            Console.WriteLine(e.Message.Contains("line 62") ? "the line with a cell too few is named" : e.Message);
        }

        """;

    /// <summary>The network, and the end of the program.</summary>
    public const string Network = """

        [Network(4), Dense(12), Tanh, Dense(3), SoftmaxCrossEntropy]
        internal sealed partial class Flowers;
        """;

    /// <summary>Statements that write a report and say what it holds.</summary>
    public const string Report = """
        string page = Path.Combine(AppContext.BaseDirectory, "report.html");
        new HtmlReport("Flowers") { ClassNames = flowers.ClassNames }.AddSettings(options).AddSummary(Flowers.Summary).AddHistory(history)
            .AddEvaluation(network.Evaluate(flowers.Data)).AddFirstLayerWeights(network).Save(page);
        Console.WriteLine($"report: {File.ReadAllText(page).Split("<section").Length - 1} sections");
        using (var progress = new ConsoleProgress())
            network.Fit(flowers.Data, options with { Epochs = 1, Progress = progress });

        """;

    /// <summary>What <see cref="Source"/> prints.</summary>
    public static readonly string[] Output =
        ["60 rows, a b c", "accuracy 100, 1.1 by 3 is b", "read again: 60 rows", "the line with a cell too few is named"];

    /// <summary>Fails the test unless the program printed exactly that.</summary>
    public static void AssertOutput(CommandResult result) => Assert.Equal(Output, result.MustSucceed().Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
