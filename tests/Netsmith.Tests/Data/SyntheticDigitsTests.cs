using System.Security.Cryptography;

namespace Netsmith.Tests.Data;

public sealed class SyntheticDigitsTests
{
    [Fact]
    public void Generate_Seed_AlwaysGivesTheSamePixelsAndLabels()
    {
        Assert.Equal("C3576EBD939D008F", Hash(SyntheticDigits.Generate(200, seed: 7)));
        Assert.NotEqual(Hash(SyntheticDigits.Generate(200, seed: 7)), Hash(SyntheticDigits.Generate(200, seed: 8)));
    }

    [Fact]
    public void Generate_IsBalancedImagesInTheFormOfMnist()
    {
        Dataset digits = SyntheticDigits.Generate(1000);
        Assert.Equal([1, 28, 28], digits.SampleShape.ToArray());
        Assert.Equal((10, true), (digits.ClassCount, digits.IsBytes));
        int[] labels = digits.Labels.ToArray();
        Assert.All(labels.CountBy(static label => label), static pair => Assert.Equal(100, pair.Value));
        Assert.NotEqual(labels.Order(), labels);
        Assert.Equal(10, SyntheticDigits.Generate(1).ClassCount);

        double ink = 0;
        for (int i = 0; i < digits.Count; i++)
        {
            float[] pixels = digits.Sample(i).ToArray();
            Assert.All(pixels, static pixel => Assert.InRange(pixel, 0f, 1f));
            Assert.True(pixels.Count(static pixel => pixel > 0.4f) >= 15, $"digit {labels[i]} at {i} has hardly any ink");
            // A stroke that leaves the image is cut off; it must be rare and small.
            ink += pixels.Average();
        }
        Assert.InRange(ink / digits.Count, 0.08, 0.16); // MNIST: 0.13
    }

    [Fact]
    public void CreateTrainAndTest_HaveNoImageInCommon()
    {
        (Dataset train, Dataset test) = SyntheticDigits.CreateTrainAndTest(2000, 500, seed: 3);
        Assert.Equal((2000, 500), (train.Count, test.Count));
        HashSet<string> images = [];
        for (int i = 0; i < train.Count; i++)
            images.Add(Convert.ToHexString(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(train.Sample(i)))));
        Assert.Equal(train.Count, images.Count);
        for (int i = 0; i < test.Count; i++)
            Assert.DoesNotContain(Convert.ToHexString(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(test.Sample(i)))), images);
    }

    [Fact]
    public void Generate_CountOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => SyntheticDigits.Generate(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SyntheticDigits.Generate(int.MaxValue));
    }

    [Fact]
    public void Generate_NearestClassMean_SortsMostButNotAll()
    {
        // The classes are there to be learned, and a linear rule does not suffice: the whole point of the set.
        (Dataset train, Dataset test) = SyntheticDigits.CreateTrainAndTest(3000, 1000);
        double[][] means = [.. Enumerable.Range(0, 10).Select(static _ => new double[784])];
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<float> sample = train.Sample(i);
            for (int p = 0; p < 784; p++)
                means[train.Labels[i]][p] += sample[p] / 300;
        }
        int right = 0;
        for (int i = 0; i < test.Count; i++)
        {
            float[] sample = test.Sample(i).ToArray();
            int nearest = Enumerable.Range(0, 10).MinBy(digit => means[digit].Zip(sample, static (m, s) => (m - s) * (m - s)).Sum());
            right += nearest == test.Labels[i] ? 1 : 0;
        }
        Assert.InRange(right, 450, 850);
    }

    private static string Hash(Dataset digits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < digits.Count; i++)
        {
            float[] sample = digits.Sample(i).ToArray();
            hash.AppendData(Array.ConvertAll(sample, static pixel => (byte)MathF.Round(pixel * 255)));
            hash.AppendData([(byte)digits.Labels[i]]);
        }
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
