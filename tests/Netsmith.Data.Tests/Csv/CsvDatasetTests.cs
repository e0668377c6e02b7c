using System.Globalization;
using System.Text;
using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Csv;

public sealed class CsvDatasetTests
{
    private const string People =
        """
        name,age,sex,city,height
        Ann,30,f,Bern,160
        Bob,,m,Basel,180
        Cid,50,m,,175.5
        """;

    [Fact]
    public void Load_TextLabel_BecomesClassesInOrdinalOrder()
    {
        CsvDataset loaded = Load("a,kind\n1,zebra\n2,ant\n3,zebra\n", new() { Label = "kind" });
        Assert.Equal(["ant", "zebra"], loaded.ClassNames);
        Assert.Equal([1, 0, 1], loaded.Data.Labels.ToArray());
        Assert.Equal(2, loaded.Data.ClassCount);
    }

    [Fact]
    public void Load_IntegerLabels_AreOrderedAsNumbers()
    {
        CsvDataset loaded = Load("1,10\n2,9\n3,-1\n", new() { Label = ^1, HasHeader = false });
        Assert.Equal(["-1", "9", "10"], loaded.ClassNames);
        Assert.Equal([2, 1, 0], loaded.Data.Labels.ToArray());
    }

    [Fact]
    public void Load_GivenClasses_KeepTheirOrderAndCount()
    {
        CsvDataset loaded = Load("a,k\n1,x\n", new() { Label = "k", Classes = ["z", "y", "x"] });
        Assert.Equal([2], loaded.Data.Labels.ToArray());
        Assert.Equal(3, loaded.Data.ClassCount);
    }

    [Fact]
    public void Load_LabelByIndex_LeavesTheOtherColumnsAsFeatures()
    {
        CsvDataset loaded = Load("1,a,2\n3,b,4\n", new() { Label = 1, HasHeader = false });
        Assert.Equal(["column[0]", "column[2]"], loaded.Encoding.FeatureNames);
        Assert.Equal([3f, 4f], loaded.Data.Sample(1).ToArray());
    }

    [Fact]
    public void Load_Targets_MakeARegressionSet()
    {
        CsvDataset loaded = Load("a;t;u\n1;2;3\n4;5;6\n", new() { Targets = ["u", "t"], Delimiter = ';' });
        Assert.False(loaded.Data.IsClassification);
        Assert.Equal(2, loaded.Data.TargetSize);
        Assert.Equal([3f, 2f, 6f, 5f], loaded.Data.Targets.ToArray());
        Assert.Equal(["u", "t"], loaded.Encoding.TargetNames);
    }

    [Fact]
    public void Load_Features_AreTakenInTheOrderGiven()
    {
        CsvDataset loaded = Load("a,b,c,k\n1,2,3,x\n", new() { Label = "k", Features = ["c", 0] });
        Assert.Equal([3f, 1f], loaded.Data.Sample(0).ToArray());
    }

    [Fact]
    public void Load_Categories_BecomeOneHot()
    {
        CsvDataset loaded = Load("sex,a,k\nm,1,x\nf,2,y\nm,3,x\n", new() { Label = "k", Categories = ["sex"] });
        Assert.Equal(["sex=f", "sex=m", "a"], loaded.Encoding.FeatureNames);
        Assert.Equal([0f, 1f, 1f], loaded.Data.Sample(0).ToArray());
        Assert.Equal([1f, 0f, 2f], loaded.Data.Sample(1).ToArray());
    }

    [Fact]
    public void Load_CategoriesAsIndex_BecomeOneNumber()
    {
        CsvDataset loaded = Load("sex,k\nm,x\nf,y\n", new() { Label = "k", Categories = ["sex"], CategoryEncoding = CategoryEncoding.Index });
        Assert.Equal([1f], loaded.Data.Sample(0).ToArray());
        Assert.Equal([0f], loaded.Data.Sample(1).ToArray());
    }

    [Fact]
    public void Load_MissingMean_UsesTheMeanAndTheMostFrequentCategory()
    {
        CsvDataset loaded = Load(People, new() { Targets = ["height"], Ignore = ["name"], Categories = ["sex", "city"], MissingValues = MissingValues.Mean });
        Assert.Equal(["age", "sex=f", "sex=m", "city=Basel", "city=Bern"], loaded.Encoding.FeatureNames);
        Assert.Equal([40f, 0f, 1f, 1f, 0f], loaded.Data.Sample(1).ToArray());
        Assert.Equal([50f, 0f, 1f, 1f, 0f], loaded.Data.Sample(2).ToArray()); // Basel and Bern once each: the first
    }

    [Fact]
    public void Load_MissingConstant_UsesItAndZeroCategories()
    {
        CsvDataset loaded = Load(People, new()
        {
            Targets = ["height"], Ignore = ["name"], Categories = ["sex", "city"], MissingValues = MissingValues.Constant, MissingConstant = -1,
        });
        Assert.Equal([-1f, 0f, 1f, 1f, 0f], loaded.Data.Sample(1).ToArray());
        Assert.Equal([50f, 0f, 1f, 0f, 0f], loaded.Data.Sample(2).ToArray());
    }

    [Fact]
    public void Load_DropRow_LeavesRowsOutAndTheirCategories()
    {
        CsvDataset loaded = Load(People, new() { Targets = ["height"], Ignore = ["name"], Categories = ["sex", "city"], MissingValues = MissingValues.DropRow });
        Assert.Equal(2, loaded.DroppedRows);
        Assert.Equal(["age", "sex=f", "city=Bern"], loaded.Encoding.FeatureNames);
        Assert.Equal([30f, 1f, 1f], loaded.Data.Sample(0).ToArray());
        Assert.Equal([160f], loaded.Data.Targets.ToArray());
    }

    [Fact]
    public void Load_MissingMarkers_AreMissing()
    {
        CsvDataset loaded = Load("a,k\n1,x\n?,x\nNA,y\n", new() { Label = "k", MissingMarkers = ["?", "NA"], MissingValues = MissingValues.Mean });
        Assert.Equal([1f], loaded.Data.Sample(1).ToArray());
        Assert.Equal([1f], loaded.Data.Sample(2).ToArray());
    }

    [Theory]
    [InlineData(MissingValues.Mean)]
    [InlineData(MissingValues.Constant)]
    [InlineData(MissingValues.Error)]
    public void Load_MissingLabel_IsAnErrorUnlessRowsAreDropped(MissingValues policy)
    {
        string message = Fails("a,k\n1,x\n2,\n", new() { Label = "k", MissingValues = policy });
        Assert.Contains("line 3", message, StringComparison.Ordinal);
        Assert.Contains("'k'", message, StringComparison.Ordinal);
        Assert.Equal(1, Load("a,k\n1,x\n2,\n", new() { Label = "k", MissingValues = MissingValues.DropRow }).DroppedRows);
    }

    [Fact]
    public void Load_OnlyMissingNumbers_IsAnError() =>
        Assert.Contains("mean", Fails("a,k\n,x\n,y\n", new() { Label = "k", MissingValues = MissingValues.Mean }), StringComparison.Ordinal);

    [Fact]
    public void Load_TextInANumberColumn_SaysWhatToDo()
    {
        string message = Fails("a,b,k\n1,2,x\n3,red,y\n", new() { Label = "k" });
        Assert.Contains("line 3: column 'b': expected a number, found 'red'", message, StringComparison.Ordinal);
        Assert.Contains("Categories", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownColumn_ListsTheColumnsAndGuesses()
    {
        string message = Fails("Age,kind\n1,x\n", new() { Label = "kind", Features = ["age"] });
        Assert.Contains("expected the column 'age', found the 2 columns 'Age', 'kind'. Did you mean 'Age'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NumbersInTheHeader_SuggestsHasHeader() =>
        Assert.Contains("HasHeader", Fails("1,2\n3,4\n", new() { Label = "kind" }), StringComparison.Ordinal);

    [Fact]
    public void Load_RepeatedColumnName_IsAnError() =>
        Assert.Contains("twice", Fails("a,a,k\n1,2,x\n", new() { Label = "k" }), StringComparison.Ordinal);

    [Fact]
    public void Load_NulInALabel_IsAnError() =>
        Assert.Contains("line 2", Fails("a,k\n1,x\0\n", new() { Label = "k" }), StringComparison.Ordinal);

    [Fact]
    public void Load_QuotedFieldOverLines_CountsLinesOn()
    {
        string message = Fails("t,a,k\n\"one\ntwo\nthree\",1,x\nfour,bad,y\n", new() { Label = "k", Ignore = ["t"] });
        Assert.Contains("line 5:", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AllColumnsDroppedRows_IsAnError() =>
        Assert.Contains("missing value in every row", Fails("a,k\n,x\n", new() { Label = "k", MissingValues = MissingValues.DropRow }), StringComparison.Ordinal);

    [Fact]
    public void Load_TooManyClasses_SuggestsTargets()
    {
        var text = new StringBuilder("a,k\n");
        for (int i = 0; i <= 10_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"1,{i}.5\n");
        Assert.Contains("Targets", Fails(text.ToString(), new() { Label = "k" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ContradictoryOptions_AreRefused()
    {
        string[] texts = ["a,b,k\n1,2,x\n"];
        Assert.Throws<ArgumentException>(() => Load(texts[0], new()));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Targets = ["a"] }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Features = ["a", "k"] }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Features = ["a", "a"] }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Categories = ["k"] }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Classes = ["x", "x"] }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", Delimiter = '"' }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new() { Label = "k", MissingConstant = float.NaN }));
        Assert.Throws<ArgumentException>(() => Load(texts[0], new()
        {
            Label = "k", Categories = ["a"], CategoryEncoding = CategoryEncoding.Index, MissingValues = MissingValues.Constant,
        }));
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt() =>
        Assert.Contains("nowhere.csv", Assert.Throws<FileNotFoundException>(() => CsvDataset.Load("nowhere.csv", new CsvOptions { Label = 0 })).Message, StringComparison.Ordinal);

    [SharedFact]
    public void Load_Iris_HasTheKnownMeans()
    {
        CsvDataset iris = CsvDataset.Load(SharedData.Path("data", "tabular", "iris.csv"), new CsvOptions { Label = "species" });
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.ClassNames);
        Assert.Equal(150, iris.Data.Count);
        float[] means = Standardization.Fit(iris.Data).Mean.ToArray();
        Assert.Equal([5.8433f, 3.0573f, 3.7580f, 1.1993f], means.Select(static mean => MathF.Round(mean, 4)));
    }

    [SharedFact]
    public void Load_AutoMpg_FillsOrDropsSixHorsepowers()
    {
        string path = SharedData.Path("data", "tabular", "auto_mpg.csv");
        Assert.Throws<NetsmithFormatException>(() => CsvDataset.Load(path, Options(MissingValues.Error)));
        Assert.Equal(392, CsvDataset.Load(path, Options(MissingValues.DropRow)).Data.Count);
        CsvDataset filled = CsvDataset.Load(path, Options(MissingValues.Mean));
        Assert.Equal(398, filled.Data.Count);
        Assert.Equal(9, filled.Encoding.FeatureCount); // six numbers and three origins
        Assert.Equal(104.4694f, filled.Data.Sample(32)[2], 1e-3f); // the mean horsepower of the 392 cars

        static CsvOptions Options(MissingValues policy) => new() { Targets = ["mpg"], Ignore = ["name"], Categories = ["origin"], MissingValues = policy };
    }

    [SharedTheory]
    [InlineData("wine.csv", 178, 13, 3)]
    [InlineData("winequality-red.csv", 1599, 11, 6)]
    [InlineData("banknote_authentication.csv", 1372, 4, 2)]
    public void Load_FileWithoutHeader_TakesTheLastColumnAsLabel(string name, int rows, int features, int classes)
    {
        CsvDataset loaded = CsvDataset.Load(SharedData.Path("data", "tabular", name), new CsvOptions { Label = ^1, HasHeader = false });
        Assert.Equal((rows, features, classes), (loaded.Data.Count, loaded.Data.SampleSize, loaded.Data.ClassCount));
    }

    private static CsvDataset Load(string text, CsvOptions options) => CsvDataset.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    private static string Fails(string text, CsvOptions options) => Assert.Throws<NetsmithFormatException>(() => Load(text, options)).Message;
}
