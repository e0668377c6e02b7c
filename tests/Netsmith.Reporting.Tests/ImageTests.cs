using System.IO.Compression;
using System.Xml.Linq;

namespace Netsmith.Reporting.Tests;

public sealed class ImageTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(28, 28)]
    [InlineData(300, 301)] // more than one block
    public void Png_Gray_DecodesToItsPixels(int width, int height)
    {
        byte[] pixels = new byte[width * height];
        new Random(1).NextBytes(pixels);

        byte[] rows = DecodeRows(Png.Gray(width, height, pixels));

        for (int y = 0; y < height; y++)
            Assert.Equal([0, .. pixels[(y * width)..((y + 1) * width)]], rows[(y * (width + 1))..((y + 1) * (width + 1))]);
    }

    [Fact]
    public void Png_Checksum_IsThatOfTheStandard()
    {
        // Every PNG ends in this chunk.
        Assert.Equal([0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], Png.Gray(1, 1, [7])[^12..]);
    }

    [Theory]
    [InlineData(new[] { 784 }, 1, 28, 28)]
    [InlineData(new[] { 28, 20 }, 1, 28, 20)]
    [InlineData(new[] { 1, 28, 20 }, 1, 28, 20)]
    [InlineData(new[] { 3, 32, 30 }, 3, 32, 30)]
    public void Layout_OfAnImage_IsFound(int[] shape, int channels, int height, int width) =>
        Assert.Equal(new ImageLayout(channels, height, width), ImageLayout.Of(shape));

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(30)]
    [InlineData(2, 28, 28)]
    [InlineData(3, 4, 4)]
    [InlineData(1, 1, 28, 28)]
    public void Layout_OfNumbers_IsNone(params int[] shape) => Assert.Null(ImageLayout.Of(shape));

    [Fact]
    public void DrawSample_UnitRange_IsShownAsItIs() =>
        Assert.Equal([0, 0, 0, 128, 0, 255], DecodeRows(new ImageLayout(1, 3, 1).DrawSample([0, 0.5f, 1])));

    [Fact]
    public void DrawSample_OtherRange_IsStretched() =>
        Assert.Equal([0, 0, 0, 255, 0, 0], DecodeRows(new ImageLayout(1, 3, 1).DrawSample([-1, 3, float.NaN])));

    [Fact]
    public void DrawWeights_Zero_IsTheMiddle() =>
        Assert.Equal([0, 0, 127, 254, 127], DecodeRows(new ImageLayout(1, 1, 4).DrawWeights([-2, 0, 2, float.NaN])));

    [Fact]
    public void WorstPredictions_OfImages_AreTheLeastProbable()
    {
        Dataset test = SyntheticDigits.Generate(300);
        var network = new ImageNetwork(seed: 5);
        float[] probabilities = new float[10];
        int[] expected = [.. Enumerable.Range(0, 300).OrderBy(i => { network.Predict(test.Sample(i), probabilities); return probabilities[test.Labels[i]]; }).Take(5)];

        XDocument page = SampleReports.Parse(new HtmlReport("x").AddWorstPredictions(network, test, 5));

        Assert.Equal(expected.Select(i => $"Sample {i}: is {test.Labels[i]}"), page.Descendants("img").Select(image => image.Attribute("alt")!.Value.Split(',')[0]));
    }

    [Fact]
    public void WorstPredictions_OfNumbers_AreATable()
    {
        var data = Dataset.Classification([1, 2, 3, 4, -1, -2, -3, -4], [0, 2]);
        XDocument page = SampleReports.Parse(new HtmlReport("x") { ClassNames = ["a", "b", "c"] }.AddWorstPredictions(new TableNetwork(1), data));
        Assert.Equal(["1, 2, 3, 4|a", "-1, -2, -3, -4|c"], Sorted(page).Select(row => $"{row[4]}|{row[1]}").OrderDescending());
    }

    [Fact]
    public void WorstPredictions_OfYesOrNo_NameTheAnswer()
    {
        var network = new YesNoNetwork(1);
        ((float[])[2, 0, 0, 0]).CopyTo(network.Parameters);
        var data = Dataset.Regression([1, 0, 0, -1, 0, 0], [0, 0]);
        XDocument page = SampleReports.Parse(new HtmlReport("x") { ClassNames = ["no", "yes"] }.AddWorstPredictions(network, data));
        Assert.Equal(["0|no|yes|88.08 %|1, 0, 0", "1|no|no|88.08 %|-1, 0, 0"], Sorted(page).Select(row => string.Join('|', row)));
    }

    [Fact]
    public void WorstPredictions_OfSoftTargets_NameTheLikeliestClasses()
    {
        var network = new SoftNetwork(1);
        ((float[])[1, 0, 0, 1, 0, 0]).CopyTo(network.Parameters); // the identity
        var data = Dataset.Regression([2, 0, 0, 2], [0.9f, 0.1f, 0.6f, 0.4f], targetSize: 2);
        XDocument page = SampleReports.Parse(new HtmlReport("x") { ClassNames = ["a", "b"] }.AddWorstPredictions(network, data));
        Assert.Equal(["1|a|b|88.08 %|0, 2", "0|a|a|88.08 %|2, 0"], Sorted(page).Select(row => string.Join('|', row)));
    }

    [Fact]
    public void WorstPredictions_OfValues_AreTheFarthest()
    {
        var network = new ValueNetwork(1);
        ((float[])[1, 0, 0, 1, 0, 0]).CopyTo(network.Parameters); // the identity
        var data = Dataset.Regression([1, 2, 3, 4, 5, 6], [1, 2, 3, 14, 6, 6], targetSize: 2);
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddWorstPredictions(network, data, 2));
        Assert.Equal(["1|3, 14|3, 4|–|3, 4", "2|6, 6|5, 6|–|5, 6"], Sorted(page).Select(row => string.Join('|', row)));
    }

    [Fact]
    public void WorstPredictions_DataThatDoesNotFit_IsRefused()
    {
        var report = new HtmlReport("x");
        string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("samples of 4 values", Message(() => report.AddWorstPredictions(new TableNetwork(1), Dataset.Classification([1, 2, 3], [0]))), StringComparison.Ordinal);
        Assert.Contains("labels", Message(() => report.AddWorstPredictions(new TableNetwork(1), Dataset.Regression([1, 2, 3, 4], [0]))), StringComparison.Ordinal);
        Assert.Contains("target values", Message(() => report.AddWorstPredictions(new ValueNetwork(1), Dataset.Classification([1, 2], [0]))), StringComparison.Ordinal);
        Message(() => report.AddWorstPredictions(new TableNetwork(1), Dataset.Classification([1, 2, 3, 4], [3])));
        Assert.Contains("1 to 1000", Message(() => report.AddWorstPredictions(new TableNetwork(1), Dataset.Classification([1, 2, 3, 4], [0]), 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_OfImages_AreAnImageEach()
    {
        XDocument page = SampleReports.Parse(new HtmlReport("x").AddFirstLayerWeights(new ImageNetwork(1), 7));
        Assert.Equal(7, page.Descendants("img").Count());
        Assert.Contains("The first 7 of 12", page.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, SampleReports.Parse(new HtmlReport("x").AddFirstLayerWeights(new ColorNetwork(1))).Descendants("img").Count());
    }

    [Fact]
    public void Weights_OfNumbers_AreOneImage()
    {
        XElement image = SampleReports.Parse(new HtmlReport("x").AddFirstLayerWeights(new TableNetwork(1))).Descendants("img").Single();
        Assert.Equal("4×5", $"{image.Attribute("width")!.Value}×{image.Attribute("height")!.Value}");
    }

    [Fact]
    public void Weights_OfNone_AreRefused() =>
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => new HtmlReport("x").AddFirstLayerWeights(new NetworkWithoutParameters())).Message, StringComparison.Ordinal);

    private static IEnumerable<string[]> Sorted(XDocument page) => SectionTests.Rows(page, "Worst predictions").Select(row => row.Split('|'));

    /// <summary>The rows of an image, each with its filter byte, as the framework's own decompressor finds them; it checks the sum at the end.</summary>
    private static byte[] DecodeRows(byte[] png)
    {
        int start = png.AsSpan().IndexOf("IDAT"u8);
        int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(start - 4));
        using var zlib = new ZLibStream(new MemoryStream(png, start + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }
}
