using System.Text;
using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Csv;

public sealed class CsvEncodingTests
{
    private const string Text = "sex,age,note,k\nm,10,a,yes\nf,,b,no\nm,30,c,yes\n";

    private static readonly CsvOptions Options = new() { Label = "k", Ignore = ["note"], Categories = ["sex"], MissingValues = MissingValues.Mean };

    [Fact]
    public void Encode_Row_GivesTheSameNumbersAsLoading()
    {
        CsvDataset loaded = Load();
        Assert.Equal(loaded.Data.Sample(0).ToArray(), loaded.Encoding.Encode("m", "10"));
        Assert.Equal(loaded.Data.Sample(1).ToArray(), loaded.Encoding.Encode("f", ""));
        Assert.Equal(loaded.Data.Sample(2).ToArray(), loaded.Encoding.Encode(new Dictionary<string, string> { ["age"] = " 30 ", ["sex"] = "m", ["k"] = "?" }));
    }

    [Fact]
    public void Encode_BadRow_SaysWhatIsWrong()
    {
        CsvEncoding encoding = Load().Encoding;
        Assert.Contains("2 cells (sex, age), found 1", Assert.Throws<ArgumentException>(() => encoding.Encode("m")).Message, StringComparison.Ordinal);
        Assert.Contains("'age': expected a number, found 'x'", Assert.Throws<NetsmithFormatException>(() => encoding.Encode("m", "x")).Message, StringComparison.Ordinal);
        Assert.Contains("expected a known category (f, m), found 'w'", Assert.Throws<NetsmithFormatException>(() => encoding.Encode("w", "1")).Message, StringComparison.Ordinal);
        Assert.Contains("'age'", Assert.Throws<ArgumentException>(() => encoding.Encode(new Dictionary<string, string> { ["sex"] = "m" })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => encoding.Encode(["m", "1"], new float[2]));
    }

    [Fact]
    public void Encode_MissingValueWithoutRule_IsAnError()
    {
        CsvEncoding encoding = CsvDataset.Load(Stream("a,k\n1,x\n"), new CsvOptions { Label = "k" }).Encoding;
        Assert.Throws<NetsmithFormatException>(() => encoding.Encode(""));
    }

    [Fact]
    public void Load_SavedEncoding_EncodesTheSame()
    {
        using var folder = new TemporaryFolder();
        CsvEncoding saved = Load().Encoding;
        saved.Save(folder.File("encoding.json"));
        CsvEncoding loaded = CsvEncoding.Load(folder.File("encoding.json"));
        Assert.Equal(saved.FeatureNames, loaded.FeatureNames);
        Assert.Equal(saved.ClassNames, loaded.ClassNames);
        Assert.Equal(saved.Encode("f", ""), loaded.Encode("f", ""));
        loaded.Save(folder.File("again.json"));
        Assert.Equal(File.ReadAllBytes(folder.File("encoding.json")), File.ReadAllBytes(folder.File("again.json")));
    }

    [Fact]
    public void LoadDataset_WithEncoding_UsesItsCategoriesMeansAndClasses()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("test.csv"), "k,new,age,sex\nno,1,,m\n"); // other order, another column, one class only
        CsvDataset test = CsvDataset.Load(folder.File("test.csv"), Load().Encoding);
        Assert.Equal([0f, 1f, 20f], test.Data.Sample(0).ToArray());
        Assert.Equal([0], test.Data.Labels.ToArray());
        Assert.Equal(2, test.Data.ClassCount);
    }

    [Theory]
    [InlineData("k,age,sex\nno,1,w\n", "known category (f, m), found 'w'")]
    [InlineData("k,age,sex\nmaybe,1,m\n", "known class (no, yes), found 'maybe'")]
    [InlineData("k,sex\nno,m\n", "expected the column 'age'")]
    public void LoadDataset_WithEncodingThatDoesNotFit_SaysSo(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("test.csv"), text);
        string message = Assert.Throws<NetsmithFormatException>(() => CsvDataset.Load(folder.File("test.csv"), Load().Encoding)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DamagedEncoding_IsRefusedOrAnEncoding()
    {
        using var folder = new TemporaryFolder();
        Load().Encoding.Save(folder.File("encoding.json"));
        string json = File.ReadAllText(folder.File("encoding.json"));
        int refused = 0;
        for (int i = 0; i < json.Length; i++)
        {
            if (char.IsWhiteSpace(json[i]))
                continue;
            File.WriteAllText(folder.File("damaged.json"), json.Remove(i, 1));
            try
            {
                CsvEncoding.Load(folder.File("damaged.json"));
            }
            catch (NetsmithFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, json.Length); // a letter less in a name is still an encoding
    }

    [Theory]
    [InlineData("\"Mean\"", "\"1\"")]
    [InlineData("\"Mean\"", "1")]
    [InlineData("\"header\": true", "\"header\": true, \"header\": true")]
    [InlineData("netsmith-csv-encoding-1", "netsmith-csv-encoding-2")]
    [InlineData("\"index\": 1", "\"index\": -1")]
    [InlineData("\"index\": 1", "\"index\": 1e99")]
    [InlineData("\"m\"", "\"f\"")]
    [InlineData("20", "1e99")]
    public void Load_ChangedEncoding_IsRefused(string old, string changed)
    {
        using var folder = new TemporaryFolder();
        Load().Encoding.Save(folder.File("encoding.json"));
        string json = File.ReadAllText(folder.File("encoding.json"));
        Assert.Contains(old, json, StringComparison.Ordinal);
        File.WriteAllText(folder.File("encoding.json"), json.Replace(old, changed, StringComparison.Ordinal));
        string message = Assert.Throws<NetsmithFormatException>(() => CsvEncoding.Load(folder.File("encoding.json"))).Message;
        Assert.Contains("encoding.json", message, StringComparison.Ordinal);
    }

    private static CsvDataset Load() => CsvDataset.Load(Stream(Text), Options);

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
