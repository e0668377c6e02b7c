namespace Netsmith.Package.Tests;

/// <summary>The package in a program without a JIT compiler.</summary>
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
}
