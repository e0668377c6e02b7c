using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Images;

public sealed class ImageFolderTests
{
    [Fact]
    public void Load_Folders_AreClassesInOrder()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "dog/b.png", 3);
        Write(folder, "dog/a.PNG", 2);
        Write(folder, "cat/z.png", 1);
        Write(folder, ".hidden/x.png", 9);
        File.WriteAllText(folder.File("dog/notes.txt"), "not an image");
        ImageFolder loaded = ImageFolder.Load(folder.Path);
        Assert.Equal(["cat", "dog"], loaded.ClassNames);
        Assert.Equal([0, 1, 1], loaded.Data.Labels.ToArray());
        Assert.Equal(["z.png", "a.PNG", "b.png"], loaded.Files.Select(Path.GetFileName));
        Assert.Equal([1, 2, 2], loaded.Data.SampleShape.ToArray());
        Assert.Equal(2f / 255f, loaded.Data.Sample(1)[0]);
        Assert.Equal(loaded.Data.Sample(2).ToArray(), loaded.LoadSample(folder.File("dog/b.png")));
    }

    [Fact]
    public void Load_NumberedFolders_AreOrderedAsNumbers()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "10/a.png", 1);
        Write(folder, "9/a.png", 2);
        Assert.Equal(["9", "10"], ImageFolder.Load(folder.Path).ClassNames);
    }

    [Fact]
    public void Load_GivenClasses_NumberValidationLikeTraining()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "b/1.png", 1);
        Write(folder, "a/1.png", 2);
        ImageFolder loaded = ImageFolder.Load(folder.Path, new ImageOptions { Classes = ["c", "b", "a"] });
        Assert.Equal([1, 2], loaded.Data.Labels.ToArray());
        Assert.Equal(3, loaded.Data.ClassCount);
        Assert.Equal(1f / 255f, loaded.Data.Sample(0)[0]);
        string message = Assert.Throws<NetsmithFormatException>(() => ImageFolder.Load(folder.Path, new ImageOptions { Classes = ["a"] })).Message;
        Assert.Contains("'b'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Colours_AreChannelsFirst()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("a"));
        File.WriteAllBytes(folder.File("a/1.png"), TestPng.Encode(2, 1, 8, 2, [1, 2, 3, 4, 5, 6]));
        ImageFolder loaded = ImageFolder.Load(folder.Path, new ImageOptions { Color = ImageColor.Rgb });
        Assert.Equal([3, 1, 2], loaded.Data.SampleShape.ToArray());
        Assert.Equal([1f / 255, 4f / 255, 2f / 255, 5f / 255, 3f / 255, 6f / 255], loaded.Data.Sample(0).ToArray().Select(static value => value), (x, y) => Math.Abs(x - y) < 1e-7f);
    }

    [Theory]
    [InlineData("a/x.jpg", "Convert it to PNG")]
    [InlineData("stray.png", "stray.png")]
    [InlineData("empty/readme.txt", "empty")]
    [InlineData("a/nested/x.png", "nested")]
    public void Load_OtherForm_SaysWhatToDo(string extra, string expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", 1);
        Write(folder, extra, 1);
        Assert.Contains(expected, Assert.Throws<NetsmithFormatException>(() => ImageFolder.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherSizeOrChannels_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "a/1.png", 1);
        Directory.CreateDirectory(folder.File("b"));
        File.WriteAllBytes(folder.File("b/odd.png"), TestPng.Encode(4, 1, 8, 0, [1, 2, 3, 4]));
        string message = Assert.Throws<NetsmithFormatException>(() => ImageFolder.Load(folder.Path)).Message;
        Assert.Contains("odd.png", message, StringComparison.Ordinal);
        Assert.Contains("expected 2x2 pixels", message, StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("b/odd.png"), TestPng.Encode(2, 2, 8, 2, new int[12]));
        Assert.Throws<NetsmithFormatException>(() => ImageFolder.Load(folder.Path, new ImageOptions { Color = ImageColor.AsStored }));
        Assert.Equal(2, ImageFolder.Load(folder.Path).Data.Count); // as gray they are alike
    }

    [Fact]
    public void Load_NoSuchFolder_NamesIt() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Load("nowhere")).Message, StringComparison.Ordinal);

    [SharedFact]
    public void Load_MnistFolder_EqualsTheIdxFile()
    {
        ImageFolder png = ImageFolder.Load(SharedData.Path("data", "mnist_png", "training"));
        Dataset idx = Mnist.Load(SharedData.Path("data", "mnist")).Train;
        Assert.Equal(200, png.Data.Count);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], png.ClassNames);
        for (int i = 0; i < png.Data.Count; i++)
        {
            int row = int.Parse(Path.GetFileNameWithoutExtension(png.Files[i]), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(idx.Labels[row], png.Data.Labels[i]);
            Assert.Equal(idx.Sample(row).ToArray(), png.Data.Sample(i).ToArray());
        }
    }

    [SharedFact]
    public void Load_ParentOfTheClassFolders_SaysSo()
    {
        string message = Assert.Throws<NetsmithFormatException>(() => ImageFolder.Load(SharedData.Path("data", "mnist_png"))).Message;
        Assert.Contains("one level down", message, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, string name, int value)
    {
        string path = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, TestPng.Encode(2, 2, 8, 0, [value, value, value, value]));
    }
}
