namespace Netsmith.Data.Tests.Images;

public sealed class PngImageTests
{
    public static TheoryData<int, int> Kinds => new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 }, { 2, 8 }, { 2, 16 }, { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 }, { 4, 8 }, { 4, 16 }, { 6, 8 }, { 6, 16 },
    };

    /// <summary>Every colour type and depth, plain and interlaced, in sizes at which passes of Adam7 are empty or rows end within a byte.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_EveryKind_GivesThePixelsWritten(int color, int depth)
    {
        var random = new Random(color * 100 + depth);
        byte[] palette = new byte[3 << Math.Min(depth, 8)];
        random.NextBytes(palette);
        foreach (bool interlaced in (bool[])[false, true])
        {
            foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 9), (3, 2), (5, 5), (8, 8), (17, 11), (28, 28)])
            {
                int perPixel = TestPng.SamplesPerPixel(color);
                int[] samples = [.. Enumerable.Range(0, width * height * perPixel).Select(i =>
                    color is 4 or 6 && i % perPixel == perPixel - 1 ? (1 << depth) - 1 : random.Next(1 << depth))];
                byte[] file = color == 3
                    ? TestPng.Encode(width, height, depth, color, samples, interlaced, -1, ("PLTE", palette))
                    : TestPng.Encode(width, height, depth, color, samples, interlaced);
                PngImage image = PngImage.Load(new MemoryStream(file), new ImageOptions { Color = ImageColor.AsStored });
                Assert.Equal((width, height, color is 0 or 4 ? 1 : 3), (image.Width, image.Height, image.Channels));
                for (int channel = 0; channel < image.Channels; channel++)
                {
                    for (int i = 0; i < width * height; i++)
                    {
                        int expected = color == 3
                            ? palette[samples[i] * 3 + channel]
                            : (int)Math.Round(samples[i * perPixel + channel] * 255.0 / ((1 << depth) - 1));
                        Assert.Equal(expected, image.Pixels[channel * width * height + i]);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Load_EveryFilter_OnColourRows(int filter)
    {
        int[] samples = [.. Enumerable.Range(0, 6 * 5 * 3).Select(static i => i * i * 37 % 256)];
        PngImage image = Load(TestPng.Encode(6, 5, 8, 2, samples, filter: filter), ImageColor.Rgb);
        for (int i = 0; i < samples.Length; i++)
            Assert.Equal(samples[i], image.Pixels[i % 3 * 30 + i / 3]);
    }

    [Fact]
    public void Load_ColourAsGray_UsesPillowsLuma()
    {
        // Image.new("RGB", ...).convert("L") of Pillow 9.4 for these four colours.
        int[] colors = [255, 0, 0, 0, 255, 0, 0, 0, 255, 12, 200, 77];
        Assert.Equal([76, 150, 29, 130], Load(TestPng.Encode(4, 1, 8, 2, colors), ImageColor.Gray).Pixels.ToArray());
    }

    [Fact]
    public void Load_GrayAsRgb_RepeatsTheChannel() =>
        Assert.Equal([1, 2, 1, 2, 1, 2], Load(TestPng.Encode(2, 1, 8, 0, [1, 2]), ImageColor.Rgb).Pixels.ToArray());

    [Theory]
    [InlineData(AlphaPolicy.Ignore, 200)]
    [InlineData(AlphaPolicy.OverBlack, 80)] // 200 · 102 / 255
    [InlineData(AlphaPolicy.OverWhite, 233)] // 80 + 153
    public void Load_TransparentPixel_FollowsThePolicy(AlphaPolicy policy, int expected)
    {
        byte[] file = TestPng.Encode(1, 1, 8, 4, [200, 102]);
        Assert.Equal(expected, PngImage.Load(new MemoryStream(file), new ImageOptions { Alpha = policy }).Pixels[0]);
        Assert.Contains("alpha 102 at x = 0, y = 0", Assert.Throws<NetsmithFormatException>(() => PngImage.Load(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 16, new int[] { 513, 512 }, new byte[] { 2, 1 })] // equal once scaled to 8 bits, but not the transparent colour
    [InlineData(0, 2, new int[] { 1, 2 }, new byte[] { 0, 1 })]
    [InlineData(2, 8, new int[] { 1, 2, 3, 1, 2, 4 }, new byte[] { 0, 1, 0, 2, 0, 3 })]
    [InlineData(3, 1, new int[] { 0, 1 }, new byte[] { 0 })]
    public void Load_TransparentColour_IsThatColourAlone(int color, int depth, int[] samples, byte[] transparency)
    {
        (string, byte[])[] between = color == 3 ? [("PLTE", [9, 9, 9, 8, 8, 8]), ("tRNS", transparency)] : [("tRNS", transparency)];
        byte[] file = TestPng.Encode(2, 1, depth, color, samples, between: between);
        Assert.Throws<NetsmithFormatException>(() => Load(file, ImageColor.Gray));
        byte[] over = PngImage.Load(new MemoryStream(file), new ImageOptions { Alpha = AlphaPolicy.OverWhite }).Pixels.ToArray();
        Assert.Equal(255, over[0]);
        Assert.NotEqual(255, over[1]);
    }

    [Fact]
    public void Load_Stream_ReadsWithoutSeekingAndLeavesItOpen()
    {
        byte[] file = TestPng.Encode(2, 1, 8, 0, [1, 2]);
        using var stream = new Netsmith.TestSupport.ForwardOnlyStream(file);
        Assert.Equal([1, 2], PngImage.Load(stream).Pixels.ToArray());
    }

    [Fact]
    public void ToSample_Image_HasTheBitsOfADataset()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        PngImage image = Load(TestPng.Encode(16, 16, 8, 0, [.. all.Select(static value => (int)value)]), ImageColor.Gray);
        Assert.Equal(Dataset.Classification(all, [0]).Sample(0).ToArray(), image.ToSample());
    }

    private static PngImage Load(byte[] file, ImageColor color) => PngImage.Load(new MemoryStream(file), new ImageOptions { Color = color });
}
