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
