using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Data;

public sealed class GatherBatchTests
{
    [Theory]
    [InlineData(1f / 255, 0f)]
    [InlineData(0.0078f, -1.1f)]
    public void Convert_EveryLengthAndWidth_HasTheScalarBits(float scale, float offset)
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(static i => (byte)(i * 167))];
        for (int length = 0; length <= bytes.Length; length++)
        {
            float[] expected = [.. bytes.Take(length).Select(value => (float)(value * scale) + offset)];
            float[] actual = new float[length + 1];
            actual[length] = 99;
            ByteConversion.Convert(bytes.AsSpan(0, length), actual.AsSpan(0, length), scale, offset);
            AssertBits(expected, actual);
            AssertWidth(ByteConversion.Convert128, expected);
            if (Avx2.IsSupported)
                AssertWidth(ByteConversion.Convert256, expected);
            if (Avx512F.IsSupported)
                AssertWidth(ByteConversion.Convert512, expected);
        }

        void AssertWidth(Converter convert, float[] expected)
        {
            float[] actual = new float[expected.Length + 1];
            actual[^1] = 99;
            int done = convert(ref MemoryMarshal.GetArrayDataReference(bytes), ref MemoryMarshal.GetArrayDataReference(actual), expected.Length, scale, offset);
            Assert.Equal(expected.Length / 16 * 16, done);
            Array.Copy(expected, done, actual, done, expected.Length - done);
            AssertBits(expected, actual);
        }
    }

    [Fact]
    public void Convert_DestinationTooShort_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => ByteConversion.Convert(new byte[4], new float[3], 1, 0));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GatherBatch_ShuffledSubset_GivesTheSamplesAndAllocatesNothing(bool bytes)
    {
        const int Count = 500, Size = 37;
        byte[] pixels = new byte[Count * Size];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 31 + i / Size);
        int[] labels = [.. Enumerable.Range(0, Count).Select(static i => i % 7)];
        Dataset data = (bytes ? Dataset.Classification(pixels, labels) : Dataset.Classification(Array.ConvertAll(pixels, static p => p * (1f / 255)), labels)).Shuffle(4);

        int[] indices = [5, 499, 0, 5, 123, 321, 17];
        float[] batch = new float[indices.Length * Size];
        int[] batchLabels = new int[indices.Length];
        data.GatherBatch(indices, batch);
        data.GatherLabels(indices, batchLabels);
        for (int i = 0; i < indices.Length; i++)
        {
            Assert.Equal(data.Sample(indices[i]).ToArray(), batch[(i * Size)..((i + 1) * Size)]);
            Assert.Equal(data.Labels[indices[i]], batchLabels[i]);
        }

        int sample = 0;
        Assert.Equal(0, Allocations.Of(() => () =>
        {
            data.GatherBatch(indices, batch);
            data.GatherLabels(indices, batchLabels);
            data.CopySample(sample++ % Count, batch.AsSpan(0, Size));
        }, calls: 100));
    }

    private delegate int Converter(ref byte from, ref float to, int length, float scale, float offset);

    private static void AssertBits(float[] expected, float[] actual)
    {
        Assert.Equal(99f, actual[^1]); // what follows the block stays untouched
        Assert.Equal(Array.ConvertAll(expected, BitConverter.SingleToInt32Bits), Array.ConvertAll(actual[..^1], BitConverter.SingleToInt32Bits));
    }
}
