using System.IO.Compression;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

public sealed class IdxFileTests
{
    public static TheoryData<string> Corpus => MalformedCorpus.Names("idx");

    [SharedTheory]
    [MemberData(nameof(Corpus))]
    public void Read_CorpusFile_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("idx", name);
        string kind = file.Entry.GetProperty("as").GetString()!;
        if (kind == "pair")
        {
            string images = Path.Combine(file.Path, "images.idx"), labels = Path.Combine(file.Path, "labels.idx");
            int classes = file.Entry.GetProperty("classes").GetInt32();
            MalformedCorpus.AssertOutcome(file, () => IdxFile.ReadDataset(images, labels, classes), static (_, _) => { });
            return;
        }
        MalformedCorpus.AssertOutcome(file, () => kind switch
        {
            "images" => IdxFile.ReadImages(file.Path),
            "labels" => NumericArray.Create<int>(IdxFile.ReadLabels(file.Path)),
            _ => IdxFile.Read(file.Path),
        }, static (array, expected) => NumericArrays.AssertEqual(expected, array));
    }

    [Theory]
    [InlineData(0x08, new byte[] { 0, 255 }, new double[] { 0, 255 })]
    [InlineData(0x09, new byte[] { 0xFF, 0x7F }, new double[] { -1, 127 })]
    [InlineData(0x0B, new byte[] { 0x80, 0x00, 0x01, 0x02 }, new double[] { -32768, 258 })]
    [InlineData(0x0C, new byte[] { 0, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFE }, new double[] { 256, -2 })]
    [InlineData(0x0D, new byte[] { 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0 }, new double[] { 1, -2 })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xBF, 0xE0, 0, 0, 0, 0, 0, 0 }, new double[] { 1, -0.5 })]
    public void Read_EachElementType_PlainAndGzip(byte code, byte[] values, double[] expected)
    {
        byte[] plain = [0, 0, code, 1, 0, 0, 0, 2, .. values];
        Assert.Equal(expected, IdxFile.Read(new MemoryStream(plain)).ToDoubles());
        Assert.Equal(expected, IdxFile.Read(new MemoryStream(Gzip(plain))).ToDoubles());
        // Two members, cut in the middle of the values: the checksum of the last one is over bytes in the file's order.
        byte[] twoMembers = [.. Gzip(plain[..9]), .. Gzip(plain[9..])];
        Assert.Equal(expected, IdxFile.Read(new MemoryStream(twoMembers)).ToDoubles());
    }

    [Fact]
    public void Read_GzipCutAnywhere_IsRefused()
    {
        byte[] plain = ValidImages();
        byte[] packed = Gzip(plain);
        for (int length = 0; length < packed.Length; length++)
        {
            byte[] cut = packed[..length];
            Assert.Throws<NetsmithFormatException>(() => IdxFile.Read(new MemoryStream(cut)));
            Assert.Throws<NetsmithFormatException>(() => IdxFile.Read(new ForwardOnlyStream(cut)));
        }
    }

    [Fact]
    public void Read_StreamThatCannotSeek_GivesTheSame()
    {
        byte[] plain = ValidImages();
        Assert.Equal(plain[16..], IdxFile.Read(new ForwardOnlyStream(plain)).Bytes.ToArray());
        Assert.Equal(plain[16..], IdxFile.Read(new ForwardOnlyStream(Gzip(plain))).Bytes.ToArray());
    }

    [Fact]
    public void Read_Mutants_SucceedOrThrowFormatException()
    {
        byte[] plain = ValidImages();
        int refused = FormatFuzz.Run(plain, static bytes => IdxFile.Read(new MemoryStream(bytes)), 3000, seed: 1);
        refused += FormatFuzz.Run(Gzip(plain), static bytes => IdxFile.Read(new MemoryStream(bytes)), 3000, seed: 2);
        Assert.InRange(refused, 1000, 6000);
    }

    [Fact]
    public void Read_MissingFile_IsNotAFormatError()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => IdxFile.Read(folder.File("none.idx")));
        Assert.Throws<DirectoryNotFoundException>(() => Mnist.Load(folder.File("none")));
        Assert.Contains("train-images", Assert.Throws<FileNotFoundException>(() => Mnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData(".", ".gz")]
    public void Mnist_BothSpellings_AreFound(string separator, string extension)
    {
        using var folder = new TemporaryFolder();
        foreach (string part in (string[])["train", "t10k"])
        {
            WriteAs($"{part}-images{separator}idx3-ubyte", ValidImages());
            WriteAs($"{part}-labels{separator}idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]);
        }
        (Dataset train, Dataset test) = Mnist.Load(folder.Path);
        Assert.Equal([1, 4, 5], train.SampleShape.ToArray());
        Assert.Equal([7, 0, 9], test.Labels.ToArray());
        Assert.Equal(10, test.ClassCount);
        Assert.Equal(59 * (1f / 255f), test.Sample(2)[19]);

        void WriteAs(string name, byte[] content) =>
            File.WriteAllBytes(folder.File(name + extension), extension == ".gz" ? Gzip(content) : content);
    }

    [SharedFact]
    public void Mnist_RealFiles_HaveTheKnownCountsAndSums()
    {
        (Dataset train, Dataset test) = Mnist.Load(SharedData.Path("data", "mnist"));
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        Assert.Equal([5, 0, 4, 1, 9], train.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5].ToArray());
        // The training pixels' mean 0.1307 and deviation 0.3081, the constants in every MNIST program.
        double sum = 0, squares = 0;
        float[] sample = new float[784];
        for (int i = 0; i < train.Count; i++)
        {
            train.CopySample(i, sample);
            foreach (float pixel in sample)
                (sum, squares) = (sum + pixel, squares + (double)pixel * pixel);
        }
        double mean = sum / (60_000 * 784), deviation = Math.Sqrt(squares / (60_000 * 784) - mean * mean);
        Assert.Equal(0.1307, mean, 4);
        Assert.Equal(0.3081, deviation, 4);
    }

    private static byte[] ValidImages()
    {
        byte[] bytes = new byte[76];
        ((ReadOnlySpan<byte>)[0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5]).CopyTo(bytes);
        for (int i = 0; i < 60; i++)
            bytes[16 + i] = (byte)i;
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }
}
