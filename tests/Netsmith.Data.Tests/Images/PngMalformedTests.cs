using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Images;

public sealed class PngMalformedTests
{
    public static TheoryData<string> Files => MalformedCorpus.Names("png");

    [SharedTheory]
    [MemberData(nameof(Files))]
    public void Load_CorpusFile_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("png", name);
        if (file.Entry.TryGetProperty("as", out _))
        {
            MalformedCorpus.AssertOutcome(file, () => ImageFolder.Load(file.Path), static (_, _) => Assert.Fail("no folder has a value"));
            return;
        }
        MalformedCorpus.AssertOutcome(file, () => PngImage.Load(file.Path), static (image, value) =>
        {
            Assert.Equal(value.GetProperty("width").GetInt32(), image.Width);
            Assert.Equal(value.GetProperty("height").GetInt32(), image.Height);
            Assert.Equal([.. value.GetProperty("pixels").EnumerateArray().Select(static pixel => pixel.GetByte())], image.Pixels.ToArray());
        });
    }

    [SharedTheory]
    [MemberData(nameof(Files))]
    public void Load_CorpusError_NamesTheFile(string name)
    {
        MalformedFile file = MalformedCorpus.Find("png", name);
        if (file.Expect != "error")
            return;
        bool isFolder = file.Entry.TryGetProperty("as", out JsonElement _);
        string message = Assert.Throws<NetsmithFormatException>(() => _ = isFolder ? (object)ImageFolder.Load(file.Path) : PngImage.Load(file.Path)).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("palette_gray.png")]
    [InlineData("palette_inverted.png")]
    [InlineData("rgba_gray.png")]
    [InlineData("gray_alpha.png")]
    [InlineData("gray4.png")]
    [InlineData("interlaced.png")]
    public void Load_CorpusFileOfAnotherKind_IsReadNotRefused(string name) =>
        Assert.Equal(48, PngImage.Load(MalformedCorpus.Find("png", name).Path).Pixels.Length);

    [Fact]
    public void Load_AnyByteChanged_IsRefused()
    {
        byte[] file = TestPng.Encode(5, 4, 8, 0, [.. Enumerable.Range(0, 20)]);
        for (int i = 0; i < file.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. file];
                damaged[i] ^= (byte)(1 << bit);
                Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(damaged))); // every byte is under some checksum
            }
        }
    }

    [Fact]
    public void Load_CutOffAnywhere_IsRefused()
    {
        byte[] file = TestPng.Encode(5, 4, 8, 2, [.. Enumerable.Range(0, 60)]);
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(file[..length])));
    }

    [Fact]
    public void Load_DamagedPixelsUnderARightChunkChecksum_AreNeverReadAsOthers()
    {
        byte[] raw = [0, 1, 2, 3, 0, 4, 5, 6];
        byte[] zlib = TestPng.Zlib(raw);
        byte[] header = TestPng.Header(3, 2, 8, 0, interlaced: false);
        Assert.Equal([1, 2, 3, 4, 5, 6], Load(zlib).Pixels.ToArray());
        for (int i = 0; i < zlib.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. zlib];
                damaged[i] ^= (byte)(1 << bit);
                try
                {
                    Assert.Equal([1, 2, 3, 4, 5, 6], Load(damaged).Pixels.ToArray()); // the compression level in the header tells nothing
                }
                catch (NetsmithFormatException)
                {
                }
            }
        }
        for (int length = 0; length < zlib.Length; length++)
            Assert.Throws<NetsmithFormatException>(() => Load(zlib[..length]));

        PngImage Load(byte[] data) => PngImage.Load(new MemoryStream(TestPng.Assemble(header, ("IDAT", data), ("IEND", []))));
    }

    [Fact]
    public void Load_LargeSizeOverFewBytes_AllocatesLittle()
    {
        // As large as is allowed, so only the amount of compressed data gives the lie away.
        byte[] file = TestPng.Assemble(TestPng.Header(4096, 4096, 16, 6, false), ("IDAT", TestPng.Zlib([0, 0])), ("IEND", []));
        Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(file)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(file))).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("cannot hold so many", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two headers")]
    [InlineData("data apart")]
    [InlineData("palette after data")]
    [InlineData("palette in gray")]
    [InlineData("no palette")]
    [InlineData("two palettes")]
    [InlineData("alpha twice")]
    [InlineData("more alphas than colours")]
    public void Load_ChunksOutOfOrder_AreRefused(string what)
    {
        byte[] gray = TestPng.Header(1, 1, 8, 0, false), palette = TestPng.Header(1, 1, 8, 3, false), alpha = TestPng.Header(1, 1, 8, 4, false);
        (string, byte[]) data = ("IDAT", TestPng.Zlib([0, 0])), end = ("IEND", []), colors = ("PLTE", [1, 2, 3]);
        byte[] file = what switch
        {
            "two headers" => TestPng.Assemble(gray, ("IHDR", gray), data, end),
            "data apart" => TestPng.Assemble(gray, data, ("tEXt", [1]), data, end),
            "palette after data" => TestPng.Assemble(palette, colors, data, colors, end),
            "palette in gray" => TestPng.Assemble(gray, colors, data, end),
            "no palette" => TestPng.Assemble(palette, data, end),
            "two palettes" => TestPng.Assemble(palette, colors, colors, data, end),
            "alpha twice" => TestPng.Assemble(alpha, ("tRNS", [0, 0]), ("IDAT", TestPng.Zlib([0, 0, 0])), end),
            _ => TestPng.Assemble(palette, colors, ("tRNS", [255, 255]), data, end),
        };
        string message = Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(file))).Message;
        Assert.Contains("expected", message, StringComparison.Ordinal);
        Assert.Contains("found", message, StringComparison.Ordinal);
    }
}
