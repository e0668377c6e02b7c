using System.Globalization;
using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Csv;

public sealed class CsvMalformedTests
{
    private static readonly CsvOptions Options = new() { Label = "y", Features = ["x1", "x2"], Classes = ["0", "1", "2"] };

    public static TheoryData<string> Files => MalformedCorpus.Names("csv");

    [SharedTheory]
    [MemberData(nameof(Files))]
    public void Load_CorpusFile_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("csv", name);
        MalformedCorpus.AssertOutcome(file, () => CsvDataset.Load(file.Path, Options), AssertRows);
    }

    [SharedTheory]
    [MemberData(nameof(Files))]
    public void Load_CorpusError_NamesFileAndLine(string name)
    {
        MalformedFile file = MalformedCorpus.Find("csv", name);
        if (file.Expect != "error")
            return;
        // The one file without a column y, which would be the first error: there the fields of line 2 are meant.
        CsvOptions options = name == "many_columns.csv" ? new() { Label = ^1, Features = [0] } : Options;
        string message = Assert.Throws<NetsmithFormatException>(() => CsvDataset.Load(file.Path, options)).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
        if (file.Entry.TryGetProperty("line", out JsonElement line))
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $", line {line.GetInt32()}: "), message, StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("valid_basic.csv")]
    [InlineData("locale_quoted.csv")]
    [InlineData("thousands_quoted.csv")]
    public void Load_CommaDecimalCulture_ReadsTheSame(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Load_CorpusFile_MeetsItsExpectation(name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertRows(CsvDataset loaded, JsonElement value)
    {
        JsonElement[] rows = [.. value.GetProperty("rows").EnumerateArray()];
        Assert.Equal(rows.Length, loaded.Data.Count);
        Assert.Equal(3, loaded.Data.ClassCount);
        for (int i = 0; i < rows.Length; i++)
        {
            float[] row = [.. rows[i].EnumerateArray().Select(static cell => (float)cell.GetDouble())];
            Assert.Equal(row[..2], loaded.Data.Sample(i).ToArray());
            Assert.Equal((int)row[2], loaded.Data.Labels[i]);
        }
    }
}
