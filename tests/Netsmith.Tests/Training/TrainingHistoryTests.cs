using System.Globalization;
using System.Text;

namespace Netsmith.Tests.Training;

public sealed class TrainingHistoryTests
{
    private static readonly TrainingHistory Sample = new(
    [
        new(1, 2.302585092994046, 0.1, 2.25, 0.2, 0.1f, 1.5),
        new(2, 1.0 / 3, double.NaN, 1e-300, double.NaN, 0.01f, 0.125),
        new(5, 1e308, 1, double.PositiveInfinity, 0, float.MaxValue, 0),
        new(6, double.NaN, 0.5, null, null, 0, 1e9),
        new(7, double.NegativeInfinity, 0.5, double.NaN, 0.5, 1e-45f, 1),
    ]);

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("ar-SA")]
    public void Json_RoundTrip_IsExactInEveryCulture(string culture)
    {
        string invariant = Sample.ToJson();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(invariant, Sample.ToJson());
            Assert.Equal(Sample.Epochs, TrainingHistory.FromJson(invariant).Epochs);
            Assert.Equal("epoch 1: loss 0.5000, accuracy 25.00%, validation loss 0.7500, 1.50 s\n",
                new TrainingHistory([new(1, 0.5, 0.25, 0.75, double.NaN, 0.1f, 1.5)]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Json_HasThisForm() => Assert.Equal(
        """
        {
          "format": "netsmith-history-1",
          "epochs": [
            {
              "epoch": 1,
              "loss": 0.5,
              "accuracy": null,
              "validationLoss": 0.75,
              "validationAccuracy": null,
              "learningRate": 0.1,
              "seconds": 1.5
            }
          ]
        }

        """.ReplaceLineEndings("\n"), new TrainingHistory([new(1, 0.5, double.NaN, 0.75, double.NaN, 0.1f, 1.5)]).ToJson());

    [Fact]
    public void SaveAndLoad_RoundTrip_ReplacesTheFileAndLeavesNoOther()
    {
        string folder = Directory.CreateTempSubdirectory("netsmith-history-").FullName;
        try
        {
            string path = Path.Combine(folder, "history.json");
            new TrainingHistory([]).Save(path);
            Sample.Save(path);

            Assert.Equal(Sample.Epochs, TrainingHistory.Load(path).Epochs);
            Assert.Equal([path], Directory.GetFiles(folder));

            File.WriteAllText(path, Sample.ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal(Sample.Epochs, TrainingHistory.Load(path).Epochs);

            File.WriteAllBytes(path, [(byte)'{', 0xFF, (byte)'}']);
            Assert.Contains(path, Assert.Throws<NetsmithFormatException>(() => TrainingHistory.Load(path)).Message, StringComparison.Ordinal);
            Assert.Throws<FileNotFoundException>(() => TrainingHistory.Load(path + ".missing"));
            Assert.Throws<DirectoryNotFoundException>(() => Sample.Save(Path.Combine(folder, "missing", "history.json")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("\"loss\": 0.5", "\"loss\": null", "epochs[0].loss: expected a number, found null")]
    [InlineData("\"loss\": 0.5", "\"loss\": \"0.5\"", "epochs[0].loss: expected a number, found \"0.5\"")]
    [InlineData("\"loss\": 0.5", "\"loss\": 1e999", "epochs[0].loss: expected a number, found 1e999")]
    [InlineData("\"loss\": 0.5", "\"loss\": true", "epochs[0].loss: expected a number, found true")]
    [InlineData("\"loss\": 0.5,", "", "epochs[0]: expected the property 'loss', found none")]
    [InlineData("\"loss\": 0.5", "\"loss\": 0.5, \"loss\": 0.5", "epochs[0]: expected 'loss' once, found it twice")]
    [InlineData("\"loss\": 0.5", "\"loss\": 0.5, \"extra\": 1", "found 'extra'")]
    [InlineData("\"accuracy\": 0.25", "\"accuracy\": 1.5", "epochs[0].accuracy: expected a number from 0 to 1, found 1.5")]
    [InlineData("\"accuracy\": 0.25", "\"accuracy\": \"NaN\"", "epochs[0].accuracy: expected a number from 0 to 1")]
    [InlineData("\"validationLoss\": null", "\"validationLoss\": [1]", "epochs[0].validationLoss: expected a number, found [1]")]
    [InlineData("\"validationAccuracy\": null", "\"validationAccuracy\": 0.5", "epochs[0].validationAccuracy: expected null, as validationLoss is null")]
    [InlineData("\"learningRate\": 0.1", "\"learningRate\": -0.1", "epochs[0].learningRate: expected a number of at least 0 that fits a float")]
    [InlineData("\"learningRate\": 0.1", "\"learningRate\": 1e39", "epochs[0].learningRate: expected a number of at least 0 that fits a float")]
    [InlineData("\"seconds\": 1.5", "\"seconds\": -1", "epochs[0].seconds: expected a number from 0 to")]
    [InlineData("\"epoch\": 1", "\"epoch\": 0", "epochs[0].epoch: expected an integer of at least 1, found 0")]
    [InlineData("\"epoch\": 1", "\"epoch\": 1.5", "epochs[0].epoch: expected an integer of at least 1, found 1.5")]
    [InlineData("\"epoch\": 1", "\"epoch\": 99999999999", "epochs[0].epoch: expected an integer of at least 1")]
    [InlineData("\"epoch\": 1", "\"epoch\": 7", "epochs[1].epoch: expected an integer of at least 8, found 2")]
    [InlineData("netsmith-history-1", "netsmith-history-9", "format: expected \"netsmith-history-1\", found \"netsmith-history-9\"")]
    [InlineData("\"netsmith-history-1\"", "1", "format: expected \"netsmith-history-1\", found 1")]
    [InlineData("\"format\"", "\"\\ud800\"", "expected valid Unicode text")]
    [InlineData("[", "{", "expected JSON text")]
    public void FromJson_Malformed_SaysWhereAndWhy(string valid, string broken, string message)
    {
        string json = new TrainingHistory([new(1, 0.5, 0.25, null, null, 0.1f, 1.5), new(2, 0.4, 0.25, null, null, 0.1f, 1.5)]).ToJson();
        int at = json.IndexOf(valid, StringComparison.Ordinal);
        Assert.True(at >= 0, "the text to break is there");

        var e = Assert.Throws<NetsmithFormatException>(() => TrainingHistory.FromJson(string.Concat(json.AsSpan(0, at), broken, json.AsSpan(at + valid.Length))));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"netsmith-history-1\",\"epochs\":{}}")]
    [InlineData("{\"format\":\"netsmith-history-1\",\"epochs\":[1]}")]
    [InlineData("{\"format\":\"netsmith-history-1\",\"epochs\":[]} trailing")]
    [InlineData("{\"format\":\"netsmith-history-1\",\"epochs\":[[[[[[[[[[[[]]]]]]]]]]]]}")]
    public void FromJson_AnotherDocument_IsRefused(string json) => Assert.Throws<NetsmithFormatException>(() => TrainingHistory.FromJson(json));

    [Fact]
    public void FromJson_EveryTruncation_IsRefused()
    {
        string json = Sample.ToJson().TrimEnd();

        for (int length = 0; length < json.Length; length++)
            Assert.Throws<NetsmithFormatException>(() => TrainingHistory.FromJson(json[..length]));
    }

    [Fact]
    public void Constructor_EpochsOutOfOrder_AreRefused()
    {
        EpochResult one = Sample.Epochs[0], two = Sample.Epochs[1];

        Assert.Throws<ArgumentException>(() => new TrainingHistory([two, one]));
        Assert.Throws<ArgumentException>(() => new TrainingHistory([one, one]));
        Assert.Throws<ArgumentException>(() => new TrainingHistory([one with { Epoch = 0 }]));
        Assert.Throws<ArgumentNullException>(static () => new TrainingHistory([null!]));
    }
}
