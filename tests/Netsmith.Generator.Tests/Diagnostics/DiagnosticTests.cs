using Microsoft.CodeAnalysis;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Diagnostics;

/// <summary>
/// Every id once: the exact span (marked in the source), the message's arguments, and how the compiler prints it.
/// <see cref="DescriptorTests"/> fails for a descriptor that has no test here.
/// </summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void NSM0001_ClassOrContainerNotPartial_MarksEachName()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            public partial class Outer
            {
                public class {|NSM0001:Middle|}
                {
                    [Network(4), Dense(3)]
                    public sealed partial class Inner;
                }
            }
            """);
        run.WithMessage("NSM0001", "Middle", "class");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0002_GenericClass_NamesTypeParameters()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            [Network(4), Dense(3)]
            public sealed partial class {|NSM0002:Net|}<TIn, TOut>;
            """);
        run.WithMessage("NSM0002", "Net", "<TIn, TOut>");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0003_AbstractClass_SaysWhatToRemove()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            [Network(4), Dense(3)]
            public abstract partial class {|NSM0003:Net|};
            """);
        run.WithMessage("NSM0003", "Net", "is abstract, but a network is an object", "remove 'abstract'");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0004_LayerInOtherFile_MarksStrayAttribute()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "using Netsmith;\n[Network(4), Dense(8)]\npublic sealed partial class Net;",
            "[{|NSM0004:Netsmith.Dense(3)|}]\npublic sealed partial class Net;");
        run.WithMessage("NSM0004", "Dense", "Net");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0005_NoLayer_MarksNetwork()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[{|NSM0005:Network(4)|}]");
        run.WithMessage("NSM0005");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0006_LayerAfterLoss_MarksLoss()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(8), {|NSM0006:SoftmaxCrossEntropy|}, Dense(3)]");
        run.WithMessage("NSM0006", "SoftmaxCrossEntropy", "Dense");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0007_UnsafeBlocksOff_MarksNetworkAndWritesNothing()
    {
        GeneratorRun run = GeneratorHarness.Run(
            new NetworkGenerator(), TestCompilation.Options.WithAllowUnsafe(false),
            TestCompilation.Network("[{|NSM0007:Network(4)|}, Dense(3)]"));
        run.WithMessage("NSM0007", "Net");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0008_TwoLosses_MarksSecond()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(1), MeanSquaredError, {|NSM0008:Huber(2)|}]");
        run.WithMessage("NSM0008", "Net", "MeanSquaredError", "Huber");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0009_ValueOutOfRange_NamesArgumentAndRange()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), {|NSM0009:Dense(0)|}]");
        run.WithMessage("NSM0009", "Dense", "outFeatures", "at least 1", "0");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0010_LayersWithoutNetwork_MarksFirst()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[{|NSM0010:Dense(8)|}, Relu, Dense(3)]");
        run.WithMessage("NSM0010", "Dense", "Net");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0011_ConstructorWithoutThis_WarnsAndWritesNetwork()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            [Network(4), Dense(3)]
            public sealed partial class Net
            {
                static Net() { }
                public {|NSM0011:Net|}(string name) { _ = name; }
                public Net(int chained) : this((ulong)chained) { }
            }
            """);
        run.WithMessage("NSM0011", "Net(string name)");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0012_LayerOfAnotherAssembly_MarksAttribute()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            public sealed class SquareAttribute : LayerAttribute;
            [Network(4), Dense(3), {|NSM0012:Square|}]
            public sealed partial class Net;
            """);
        run.WithMessage("NSM0012", "Square");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0101_DenseOnImage_NamesShapesAndFix()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(1, 28, 28), {|NSM0101:Dense(10)|}]");
        run.WithMessage("NSM0101", "Dense(10)", "a vector", "the input", "[1, 28, 28]", "insert [Flatten] before it");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0102_LayerTooLarge_NamesLimit()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(100_000), {|NSM0102:Dense(100_000)|}]");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0103_LossOnImage_MarksLoss()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(1, 28, 28), Sigmoid, {|NSM0103:SoftmaxCrossEntropy|}]");
        Assert.Empty(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0201_SoftmaxBeforeCrossEntropy_Warns()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(3), {|NSM0201:Softmax|}, SoftmaxCrossEntropy]");
        run.WithMessage("NSM0201", "Softmax", "SoftmaxCrossEntropy");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0202_TwoLinearLayers_MarksSecond()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(8), {|NSM0202:Dense(3)|}]");
        run.WithMessage("NSM0202", "Dense(8)", "Dense(3)");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0203_RectifierBeforeCrossEntropy_Warns()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(3), {|NSM0203:Relu|}, SoftmaxCrossEntropy]");
        run.WithMessage("NSM0203", "Relu", "SoftmaxCrossEntropy");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0204_SigmoidBeforeCrossEntropy_Warns()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(1), {|NSM0204:Sigmoid|}, SigmoidCrossEntropy]");
        run.WithMessage("NSM0204", "Sigmoid");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void NSM0205_LossOnOtherValues_Warns()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[Network(4), Dense(3), {|NSM0205:NegativeLogLikelihood|}]");
        run.WithMessage("NSM0205", "NegativeLogLikelihood", "log-probabilities", "Dense(3)", "LogSoftmax");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Theory]
    [InlineData("[Network(4), Dense(3), LogSoftmax, NegativeLogLikelihood]")]
    [InlineData("[Network(4), Dense(3), LogSoftmax, KullbackLeiblerDivergence]")]
    [InlineData("[Network(2, 4), Sigmoid, Flatten, BinaryCrossEntropy]")]
    [InlineData("[Network(4), Dense(3), Softmax, BinaryCrossEntropy]")]
    [InlineData("[Network(4), Dense(3), {|NSM0205:KullbackLeiblerDivergence|}]")]
    [InlineData("[Network(4), Dense(3), Tanh, {|NSM0205:BinaryCrossEntropy|}]")]
    [InlineData("[Network(4), Dense(3), LogSoftmax, Dropout, {|NSM0205:NegativeLogLikelihood|}]")]
    [InlineData("[Network(4), Dense(3), {|NSM0201:Softmax|}, SoftTargetCrossEntropy]")]
    [InlineData("[Network(4), Dense(3), {|NSM0203:Relu|}, SoftTargetCrossEntropy]")]
    [InlineData("[Network(4), Dense(1), {|NSM0103:KullbackLeiblerDivergence|}]")]
    [InlineData("[Network(2, 4), Sigmoid, {|NSM0103:SoftTargetCrossEntropy|}]")]
    [InlineData("[Network(2, 4), Sigmoid, {|NSM0103:NegativeLogLikelihood|}]")]
    public void Loss_OfEveryKind_IsAdvisedOnWhereMarked(string attributes) => GeneratorHarness.RunNetwork(attributes);

    [Fact]
    public void NSM0901_SparseInputOfTinyNetwork_Warns()
    {
        GeneratorRun run = GeneratorHarness.RunNetwork("[{|NSM0901:Network(4, SparseInput = true)|}, Dense(3)]");
        run.WithMessage("NSM0901", "Dense(3)");
        Assert.Single(run.Sources);
        Snapshot.Match(run.PrintedDiagnostics);
    }

    [Fact]
    public void Diagnostics_SeveralMistakes_AreAllReported()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using Netsmith;
            [Network(1, 28, 28), {|NSM0101:Dense(10)|}]
            public abstract class {|NSM0003:{|NSM0001:Net|}|};
            """);
        Assert.Empty(run.Sources);
        Assert.All(run.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Error, d.Severity));
    }
}
