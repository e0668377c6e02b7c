namespace Netsmith.Tests.Data;

public sealed class DatasetTests
{
    private static Dataset Six() => Dataset.Classification([0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [0, 1, 2, 0, 1, 2]);

    [Fact]
    public void Classification_FromFloats_HasItsSizesAndViews()
    {
        Dataset data = Six();
        Assert.Equal((6, 2, 0, 3, true), (data.Count, data.SampleSize, data.TargetSize, data.ClassCount, data.IsClassification));
        Assert.Equal([2], data.SampleShape.ToArray());
        Assert.Equal([4f, 5], data.Sample(2).ToArray());
        Assert.True(data.Sample(2).Overlaps(data.Sample(2)));
        Assert.Equal("6 samples [2] of floats, 3 classes", data.ToString());
    }

    [Fact]
    public void Classification_FromPlainNumbers_MeansFloatsNotPixels()
    {
        // Without a priority between the overloads, C# takes [0, 1] for bytes, and 1 would become 1/255.
        Dataset xor = Dataset.Classification([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        Assert.False(xor.IsBytes);
        Assert.Equal([1f, 1f], xor.Sample(3).ToArray());
        Assert.False(Dataset.Regression([0, 0, 1, 1], [0, 1]).IsBytes);
        Assert.Equal([1f, 0f], Dataset.Classification([[0, 0], [1, 0]], [0, 1]).Sample(1).ToArray());
        Assert.True(Dataset.Classification(new byte[4], [0, 1]).IsBytes);
    }

    [Fact]
    public void Classification_FromBytes_ConvertsWithScaleAndOffset()
    {
        Dataset data = Dataset.Classification([0, 255, 51, 102], [1, 0], scale: 2f / 255, offset: -1, sampleShape: [1, 2]);
        Assert.Equal([-1f, 1f], data.Sample(0).ToArray());
        Assert.Equal([51 * (2f / 255) - 1, 102 * (2f / 255) - 1], data.Sample(1).ToArray());
        Assert.Equal([1, 2], data.SampleShape.ToArray());
        Assert.Equal(1f, Dataset.Classification(new byte[] { 255 }, [0]).Sample(0)[0]);
    }

    [Fact]
    public void Rescale_OfBytes_SharesThemAndOfFloatsCopies()
    {
        Dataset bytes = Dataset.Classification(new byte[] { 0, 255, 51, 102 }, [1, 0]).Rescale(4, -1).Take(2);
        Assert.True(bytes.IsBytes);
        Assert.Equal([-1f, 3f], bytes.Sample(0).ToArray());
        Assert.Equal(51 * (4f / 255) - 1, bytes.Sample(1)[0], 1e-6f);
        Assert.Equal([1, 0], bytes.Labels.ToArray());
        Dataset six = Six();
        Assert.Equal([7f, 9], six.Rescale(2, -1).Sample(2).ToArray());
        Assert.Equal([4f, 5], six.Sample(2).ToArray());
        Assert.Throws<ArgumentException>(() => bytes.Rescale(float.NaN));
        Assert.Throws<ArgumentException>(() => bytes.Rescale(1, float.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => bytes.Rescale(float.MaxValue).Rescale(float.MaxValue));
        Assert.Throws<ArgumentException>(() => six.Rescale(float.MaxValue));
    }

    [Fact]
    public void Regression_HasTargets()
    {
        Dataset data = Dataset.Regression([[1f, 2], [3, 4]], [[5f, 6, 7], [8, 9, 10]]);
        Assert.Equal((2, 2, 3, 0, false), (data.Count, data.SampleSize, data.TargetSize, data.ClassCount, data.IsClassification));
        float[] targets = new float[6];
        data.GatherTargets([1, 0], targets);
        Assert.Equal([8f, 9, 10, 5, 6, 7], targets);
        Assert.Throws<InvalidOperationException>(() => data.GatherLabels([0], new int[1]));
        Assert.Throws<InvalidOperationException>(() => Six().GatherTargets([0], []));
        Assert.Equal(2, Dataset.Regression(new byte[] { 1, 2, 3, 4 }, [0.5f, 1]).SampleSize);
    }

    [Fact]
    public void Creation_WrongArguments_SayWhatWasExpected()
    {
        AssertRefused(static () => Dataset.Classification([1f, 2, 3], [0, 1]), "multiple of 2", "3");
        AssertRefused(static () => Dataset.Classification([1f, 2], []), "at least one");
        AssertRefused(static () => Dataset.Classification([], [0]), "multiple of 1");
        AssertRefused(static () => Dataset.Classification([1f, 2], [0, -1]), "-1 at index 1");
        AssertRefused(static () => Dataset.Classification([1f, 2], [0, int.MaxValue]), "2147483647");
        AssertRefused(static () => Dataset.Classification([1f, 2, float.NaN, 4], [0, 1]), "NaN", "sample 1, value 0");
        AssertRefused(static () => Dataset.Classification([1f, 2, 3, 4], [0, 1], 3), "6", "[3]", "4");
        AssertRefused(static () => Dataset.Classification([1f, 2, 3, 4], [0, 1], -1, -2), "[-1, -2]");
        AssertRefused(static () => Dataset.Classification([1f, 2, 3, 4], [0, 1], 65536, 65536, 65536, 65536), "found 4");
        AssertRefused(static () => Dataset.Classification(new byte[2], [0, 1], scale: float.NaN), "scale");
        AssertRefused(static () => Dataset.Classification(new byte[2], [0, 1], scale: float.MaxValue), "finite size");
        AssertRefused(static () => Dataset.Classification([[1f, 2], [3f]], [0, 1]), "2 values", "1 at index 1");
        AssertRefused(static () => Dataset.Classification([[1f], [3f]], [0]), "2 labels", "1");
        AssertRefused(static () => Dataset.Regression([1f, 2], [0f, float.PositiveInfinity]), "Infinity");
        AssertRefused(static () => Dataset.Regression([1f, 2], [0f, 1, 2], targetSize: 2), "multiple of 2");
        AssertRefused(static () => Dataset.Regression([1f, 2], [0f], targetSize: 0), "targetSize");
    }

    [Fact]
    public void Split_HasEverySampleOnceAndIsSeeded()
    {
        Dataset data = Numbered(100);
        (Dataset first, Dataset second) = data.Split(0.8, seed: 3);
        Assert.Equal((80, 20), (first.Count, second.Count));
        int[] all = [.. Values(first), .. Values(second)];
        Assert.NotEqual(Enumerable.Range(0, 100), all);
        Assert.Equal(Enumerable.Range(0, 100), all.Order());
        Assert.Equal(Values(first), Values(data.Split(0.8, seed: 3).First));
        Assert.NotEqual(Values(first), Values(data.Split(0.8, seed: 4).First));
        AssertLabelsFollow(first);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(double.NaN));
        Assert.Throws<ArgumentException>(() => data.Split(0.001));
    }

    [Fact]
    public void Subsets_OfSubsets_KeepSamplesAndLabelsTogether()
    {
        Dataset data = Numbered(50).Shuffle(seed: 1).Where(static label => label is 3 or 7).Take(6).Shuffle(seed: 2);
        Assert.Equal(6, data.Count);
        Assert.Equal(10, data.ClassCount);
        AssertLabelsFollow(data);
        Assert.Equal(0, data.Take(0).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(-1));

        Dataset two = data.Relabel(static label => label == 3 ? 1 : 0);
        Assert.Equal(2, two.ClassCount);
        Assert.Equal(data.Labels.ToArray().Select(static label => label == 3 ? 1 : 0), two.Labels.ToArray());
        Dataset regression = data.ToRegression(static label => label == 3 ? 1f : 0f);
        Assert.Equal(two.Labels.ToArray().Select(static label => (float)label), regression.Targets.ToArray());
        Assert.Equal(Values(data), Values(regression));
        Assert.Throws<ArgumentException>(() => data.Relabel(static _ => -1));
        Assert.Throws<ArgumentException>(() => data.ToRegression(static _ => float.NaN));
        Assert.Equal(12, two.WithClassCount(12).ClassCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => two.WithClassCount(1));
    }

    [Fact]
    public void Subsets_OfRegression_KeepSamplesAndTargetsTogether()
    {
        float[] features = [0, 1, 2, 3, 4], targets = [0, 10, 1, 11, 2, 12, 3, 13, 4, 14];
        Dataset data = Dataset.Regression(features, targets, 2).Shuffle(seed: 9).Select([4, 0, 0]);
        for (int i = 0; i < 3; i++)
            Assert.Equal([data.Sample(i)[0], data.Sample(i)[0] + 10], data.Targets.Slice(2 * i, 2).ToArray());
        Assert.Equal(data.Targets[..4].ToArray(), data.Take(2).Targets.ToArray());
    }

    [Fact]
    public void Standardize_FitsOnOneSetAndAppliesToAnother()
    {
        Dataset train = Dataset.Classification([1f, 10, 7, 3f, 10, 9, 5f, 10, 11], [0, 1, 0]);
        Dataset scaled = train.Standardize(out Standardization fitted);
        Assert.Equal([3f, 10, 9], fitted.Mean.ToArray());
        Assert.Equal([MathF.Sqrt(8f / 3), 0, MathF.Sqrt(8f / 3)], fitted.Deviation.ToArray());
        Assert.Equal([-2 / MathF.Sqrt(8f / 3), 0, -2 / MathF.Sqrt(8f / 3)], scaled.Sample(0).ToArray());
        Assert.Equal(train.Labels.ToArray(), scaled.Labels.ToArray());

        Dataset test = Dataset.Classification([3f, 11, 9], [0]).Standardize(fitted);
        Assert.Equal([0f, 1, 0], test.Sample(0).ToArray());
        Assert.Throws<ArgumentException>(() => Dataset.Classification([3f, 11], [0]).Standardize(fitted));
        Assert.Throws<InvalidOperationException>(() => train.Take(0).Standardize(out _));
    }

    [Fact]
    public void Members_IndexOrLengthOutOfRange_AreRefused()
    {
        Dataset data = Six().Shuffle(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Sample(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Sample(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(3).Sample(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Six().Take(3).Sample(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GatherBatch([0, 6], new float[4]));
        Assert.Throws<ArgumentException>(() => data.GatherBatch([0, 1], new float[5]));
        Assert.Throws<ArgumentException>(() => data.CopySample(0, new float[1]));
        Assert.Throws<ArgumentException>(() => data.GatherLabels([0, 1], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GatherLabels([6], new int[1]));
    }

    /// <summary>Sample i holds i; its label is i % 10.</summary>
    private static Dataset Numbered(int count) => Dataset.Classification(
        [.. Enumerable.Range(0, count).Select(static i => (float)i)], [.. Enumerable.Range(0, count).Select(static i => i % 10)]);

    private static int[] Values(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => (int)data.Sample(i)[0])];

    private static void AssertLabelsFollow(Dataset data) =>
        Assert.Equal(Values(data).Select(static value => value % 10), data.Labels.ToArray());

    private static void AssertRefused(Action create, params string[] parts)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(create);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
