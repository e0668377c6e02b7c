namespace Netsmith.Package.Tests;

/// <summary>Fresh projects that reference the package: they restore without any other source, build without a warning, and run.</summary>
public sealed class ConsumerTests
{
    [Fact]
    public void Consumer_Xor_BuildsWithoutWarningAndLearns()
    {
        using var consumer = new ConsumerProject();
        consumer.Write("Program.cs", XorProgram.Source);

        consumer.Build().MustSucceed();

        XorProgram.AssertOutput(consumer.Run());
    }

    [Fact]
    public void Consumer_ExampleOfReadme_BuildsWithoutWarningAndRuns()
    {
        using var consumer = new ConsumerProject();
        consumer.Write("Program.cs", ReadmeBlock(0));

        consumer.Build().MustSucceed();

        consumer.Run().MustSucceed().MustPrint("epoch 1: loss");
    }

    [Fact]
    public void Consumer_CsvExampleOfReadme_BuildsWithoutWarningAndRuns()
    {
        using var consumer = new ConsumerProject(packages: ["Netsmith.Data"]);
        consumer.Write("Program.cs", ReadmeBlock(2));
        string[] rows = [.. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{5 + i % 3},{3 - i % 7 * 0.1},{1.4 + i % 3 * 2},{0.2 + i % 3}"))];
        string[] species = ["setosa", "versicolor", "virginica"];
        consumer.Write("iris.csv", "a,b,c,d,species\n" + string.Concat(rows.Select((row, i) => $"{row},{species[i % 3]}\n")));

        consumer.Build().MustSucceed();

        consumer.Run().MustSucceed().MustPrint("accuracy 100.00% (12 right), 12 samples").MustPrint("versicolor");
    }

    [Fact]
    public void Consumer_NetworkOfReadme_GeneratesTheExcerpt()
    {
        using var consumer = new ConsumerProject(properties: "<EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>");
        consumer.Write("Program.cs", "return;");
        consumer.Write("Narrow.cs", "using Netsmith;\n[Network(784), Dense(20), Relu, Dense(10), SoftmaxCrossEntropy] partial class Narrow;\n");

        consumer.Build().MustSucceed();

        string file = Assert.Single(Directory.GetFiles(consumer.Folder, "Narrow.g.cs", SearchOption.AllDirectories));
        string[] generated = [.. File.ReadLines(file).Select(line => line.Trim())];
        Assert.All(ReadmeBlock(1).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, generated));
    }

    [Fact]
    public void Consumer_DataAndReporting_BuildsWithoutWarningLearnsAndReports()
    {
        // Netsmith itself is not named: both packages bring it, generator included.
        using var consumer = new ConsumerProject(packages: ["Netsmith.Data", "Netsmith.Reporting"]);
        consumer.Write("Program.cs", TableProgram.Source + TableProgram.Report + TableProgram.Network);

        consumer.Build().MustSucceed();

        string[] lines = consumer.Run().MustSucceed().Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. TableProgram.Output, "report: 5 sections"], lines[..^1]);
        Assert.StartsWith("epoch 1/1  loss ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Consumer_ReportingAlone_BringsTheGenerator()
    {
        using var consumer = new ConsumerProject(packages: ["Netsmith.Reporting"]);
        consumer.Write("Program.cs", """
            using Netsmith;

            Console.WriteLine(new HtmlReport("Alone").AddSummary(Tiny.Summary).ToHtml().Contains("Dense(3)"));

            [Network(2), Dense(3), MeanSquaredError]
            internal sealed partial class Tiny;
            """);

        consumer.Build().MustSucceed();

        consumer.Run().MustSucceed().MustPrint("True");
    }

    [Fact]
    public void Consumer_UnsafeBlocksForbidden_IsToldSo()
    {
        using var consumer = new ConsumerProject(properties: "<AllowUnsafeBlocks>false</AllowUnsafeBlocks>");
        consumer.Write("Program.cs", "return;");
        consumer.Write("Xor.cs", """
            using Netsmith;

            [Network(2), Dense(8), Tanh, Dense(1), SigmoidCrossEntropy]
            internal sealed partial class Xor;
            """);

        CommandResult build = consumer.Build().MustFail();

        build.MustPrint("Xor.cs(3,2): error NSM0007: The network 'Xor' works on pointers, but this project does not allow unsafe blocks; "
            + "set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project file");
        build.MustNotPrint("error CS"); // nothing was generated that does not compile
    }

    private static string ReadmeBlock(int index)
    {
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");
        return readme.Split("```csharp\n")[index + 1].Split("```", 2)[0];
    }
}
