using System.Text.RegularExpressions;

namespace Netsmith.Package.Tests;

/// <summary>What a developer reads in the terminal when a network is wrong: file, line and column of the attribute, cause, remedy.</summary>
public sealed class CompilerErrorTests(CompilerErrorTests.WrongNetworks build) : IClassFixture<CompilerErrorTests.WrongNetworks>
{
    [Theory]
    [InlineData("Image.cs(3,22): error NSM0101: Dense(10) expects a vector, but the input gives [1, 28, 28]; insert [Flatten] before it")]
    [InlineData("NotPartial.cs(4,14): error NSM0001: 'NotPartial' is not partial, so the network cannot be added to it; write 'partial' before 'class'")]
    [InlineData("TwoLosses.cs(3,45): error NSM0008: 'TwoLosses' is trained by one loss, but has both [SoftmaxCrossEntropy] and [MeanSquaredError]; remove one of them")]
    [InlineData("TwoParts.cs(6,2): error NSM0004: [Relu] is on another declaration of 'TwoParts' than [Network], which leaves its place among the layers undefined; move it into the list that starts with [Network]")]
    public void Build_WrongNetwork_PrintsPlaceCauseAndRemedy(string expected) => build.Result.MustPrint(expected);

    [Fact]
    public void Build_WrongNetworks_PrintsNothingElse()
    {
        IEnumerable<string> ids = Regex.Matches(build.Result.Output, @"\): (?:error|warning) (\w+):").Select(match => match.Groups[1].Value);

        Assert.Equal(["NSM0001", "NSM0004", "NSM0008", "NSM0101"], ids.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>One project with four wrong networks, built once.</summary>
    public sealed class WrongNetworks : IDisposable
    {
        private readonly ConsumerProject _project = new();

        /// <summary>Builds the project.</summary>
        public WrongNetworks()
        {
            _project.Write("Program.cs", "return;");
            _project.Write("Image.cs", """
                using Netsmith;

                [Network(1, 28, 28), Dense(10), SoftmaxCrossEntropy]
                public partial class Image;
                """);
            _project.Write("NotPartial.cs", """
                using Netsmith;

                [Network(784), Dense(10), SoftmaxCrossEntropy]
                public class NotPartial;
                """);
            _project.Write("TwoLosses.cs", """
                using Netsmith;

                [Network(4), Dense(3), SoftmaxCrossEntropy, MeanSquaredError]
                public partial class TwoLosses;
                """);
            _project.Write("TwoParts.cs", """
                using Netsmith;

                [Network(4), Dense(3), SoftmaxCrossEntropy]
                public partial class TwoParts;

                [Relu]
                public partial class TwoParts;
                """);
            Result = _project.Build().MustFail();
        }

        /// <summary>How the build ended.</summary>
        internal CommandResult Result { get; }

        /// <inheritdoc/>
        public void Dispose() => _project.Dispose();
    }
}
