using Netsmith.TestSupport;

namespace Netsmith.Data.Tests.Preparation;

public sealed class PreprocessingTests
{
    private static readonly Dataset Training = Dataset.Classification([1f, 10f, 3f, 10f, 5f, 10f], [0, 1, 0]);

    [Fact]
    public void Scale_Pixels_BecomeZeroToOne() =>
        Assert.Equal([0f, 1f, 128 / 255f], Preprocessing.Scale(1f / 255).Transform([0, 255, 128]));

    [Fact]
    public void Standardize_FittedOnTraining_IsAppliedToValidation()
    {
        Preprocessing fitted = Preprocessing.Standardize(Training);
        float deviation = MathF.Sqrt(8f / 3);
        Dataset validation = fitted.Apply(Dataset.Classification([7f, 11f], [0]));
        Assert.Equal((7 - 3) / deviation, validation.Sample(0)[0], 1e-6f);
        Assert.Equal(1f, validation.Sample(0)[1]); // constant in the training set: divided by 1
        Dataset itself = fitted.Apply(Training);
        Assert.Equal(0f, itself.Sample(0)[0] + itself.Sample(1)[0] + itself.Sample(2)[0], 1e-6f);
        Assert.Equal([0, 1, 0], itself.Labels.ToArray());
    }

    [Fact]
    public void StandardizeChannels_EachChannel_HasItsMeanAndDeviation()
    {
        Dataset images = Dataset.Classification([0f, 2f, 5f, 5f, 4f, 6f, 7f, 7f], [0, 0], 2, 1, 2);
        Dataset done = Preprocessing.StandardizeChannels(images).Apply(images);
        float[] all = [.. done.Sample(0), .. done.Sample(1)];
        float deviation = MathF.Sqrt(5); // of 0, 2, 4, 6
        Assert.Equal([-3 / deviation, -1 / deviation, -1, -1, 1 / deviation, 3 / deviation, 1, 1], all, static (x, y) => Math.Abs(x - y) < 1e-6f);
        Assert.Equal([2, 1, 2], done.SampleShape.ToArray());
    }

    [Fact]
    public void StandardizeChannels_VectorSamples_AreOneChannel()
    {
        Dataset set = Dataset.Classification([1f, 3f], [0]);
        Assert.Equal([-1f, 1f], Preprocessing.StandardizeChannels(set).Apply(set).Sample(0).ToArray());
    }

    [Theory]
    [InlineData(new float[] { 1, 3 }, new float[] { -1, 1 })]
    [InlineData(new float[] { 4, 4, 4 }, new float[] { 0, 0, 0 })]
    public void StandardizeSamples_EachSample_ByItself(float[] sample, float[] expected) =>
        Assert.Equal(expected, Preprocessing.StandardizeSamples().Transform(sample));

    [Fact]
    public void Then_AppliesInOrder()
    {
        Assert.Equal([3f], Preprocessing.Scale(2).Then(Preprocessing.Scale(1, 1)).Transform([1]));
        Assert.Equal([4f], Preprocessing.Scale(1, 1).Then(Preprocessing.Scale(2)).Transform([1]));
        Assert.Equal([1f], Preprocessing.None.Transform([1]));
    }

    [Fact]
    public void Transform_Input_IsNotChanged()
    {
        float[] input = [1];
        Preprocessing.Scale(2).Transform(input);
        Assert.Equal([1f], input);
    }

    [Fact]
    public void Load_Saved_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        Dataset images = Dataset.Classification([0.1f, 0.7f, 1e-8f, 3e7f], [0], 2, 1, 2);
        Preprocessing saved = Preprocessing.Scale(1f / 3, 0.1f).Then(Preprocessing.Standardize(images))
            .Then(Preprocessing.StandardizeChannels(images)).Then(Preprocessing.StandardizeSamples());
        saved.Save(folder.File("p.json"));
        Preprocessing loaded = Preprocessing.Load(folder.File("p.json"));
        Assert.Equal(saved.Transform([1, 2, 3, 4]), loaded.Transform([1, 2, 3, 4]));
        Assert.Equal("scale, standardize features, standardize channels, standardize samples", loaded.ToString());
        Assert.Equal(saved.ToJson(), Preprocessing.FromJson(saved.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"netsmith-preprocessing-2","steps":[]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":{}}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[],"more":1}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[],"steps":[]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[1]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"other"}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"scale","scale":1}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"scale","scale":"1","offset":0}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"scale","scale":1e39,"offset":0}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"standardize-features","mean":[],"deviation":[]}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"standardize-features","mean":[1],"deviation":[1,2]}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"standardize-features","mean":[1],"deviation":[-1]}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"standardize-channels","mean":[1,2],"deviation":[1,2],"sampleSize":3}]}""")]
    [InlineData("""{"format":"netsmith-preprocessing-1","steps":[{"type":"standardize-channels","mean":[1],"deviation":[1],"sampleSize":0}]}""")]
    [InlineData("{\"format\":\"netsmith-preprocessing-1\",\"steps\":[{\"type\":\"\\ud800\"}]}")]
    public void FromJson_Malformed_IsRefused(string json)
    {
        string message = Assert.Throws<NetsmithFormatException>(() => Preprocessing.FromJson(json)).Message;
        Assert.Contains("expected", message, StringComparison.Ordinal);
        Assert.Contains("found", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_OtherSize_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Preprocessing.Standardize(Training).Transform([1]));
        Assert.Throws<ArgumentException>(() => Preprocessing.StandardizeChannels(Training).Transform([1, 2, 3]));
    }

    [Fact]
    public void Apply_OverflowingScale_NamesTheSample() =>
        Assert.Contains("sample 2", Assert.Throws<ArgumentException>(() => Preprocessing.Scale(1e38f, -1e38f).Apply(Dataset.Classification([1f, 2f, 5f], [0, 0, 0]))).Message, StringComparison.Ordinal);

    [Fact]
    public void ToOneHot_Labels_BecomeTargets()
    {
        Dataset set = Dataset.Classification([1f, 2f, 3f], [2, 0, 2]).WithClassCount(4);
        Dataset oneHot = set.Select([1, 2]).ToOneHot();
        Assert.False(oneHot.IsClassification);
        Assert.Equal(4, oneHot.TargetSize);
        Assert.Equal([1f, 0, 0, 0, 0, 0, 1, 0], oneHot.Targets.ToArray());
        Assert.Equal([2f], oneHot.Sample(0).ToArray());
        Assert.Throws<InvalidOperationException>(() => oneHot.ToOneHot());
    }
}
