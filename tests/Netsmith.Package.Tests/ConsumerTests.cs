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
        string readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");
        string example = readme.Split("```csharp\n", 2)[1].Split("```", 2)[0];
        using var consumer = new ConsumerProject();
        consumer.Write("Program.cs", example);

        consumer.Build().MustSucceed();

        consumer.Run().MustSucceed().MustPrint("epoch 1: loss");
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
}
