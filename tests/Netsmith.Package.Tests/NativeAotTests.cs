namespace Netsmith.Package.Tests;

/// <summary>The packages in a program without a JIT compiler.</summary>
public sealed class NativeAotTests
{
    [NativeFact]
    public void Publish_NativeAot_HasNoWarningAndLearns()
    {
        using var project = new NativeProject();
        project.Write("Program.cs", XorProgram.Source);

        project.Publish().MustSucceed().MustPrint("Generating native code").MustNotPrint("warning");

        XorProgram.AssertOutput(project.Run());
    }

    [NativeFact]
    public void Publish_NativeAotWithCsv_HasOnlyTheWarningOfCsvHelperAndLearns()
    {
        // CsvHelper is not annotated for trimming; docs/native-aot.md says what to set.
        using var project = new NativeProject("<NoWarn>$(NoWarn);IL2070</NoWarn>", "Netsmith.Data");
        project.Write("Program.cs", TableProgram.Source + TableProgram.Network);

        project.Publish().MustSucceed().MustPrint("Generating native code").MustNotPrint("warning");

        TableProgram.AssertOutput(project.Run());
    }
}
