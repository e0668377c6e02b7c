using Netsmith.CompilerServices;

namespace Netsmith.Tests.CompilerServices;

public sealed class MatrixTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 4, 4)]
    [InlineData(3, 9, 5)] // fewer rows than a block has
    [InlineData(16, 47, 16)]
    [InlineData(37, 18, 40)] // every rest, and rows apart
    public unsafe void Transpose_OfAnySize_MovesEveryElementAndNothingElse(int rows, int columns, int stride)
    {
        float[] source = [.. Enumerable.Range(1, rows * columns).Select(i => (float)i)], transposed = new float[stride * columns];
        double[] wide = [.. source.Select(v => (double)v)], wideTransposed = new double[stride * columns];
        Matrix.Transpose(source, transposed, rows, columns, stride);
        fixed (double* from = wide, to = wideTransposed)
            Matrix.Transpose(from, to, rows, columns, stride);

        float[] expected = new float[stride * columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                expected[(c * stride) + r] = source[(r * columns) + c];
        }
        Assert.Equal(expected, transposed);
        Assert.Equal(expected.Select(v => (double)v), wideTransposed);
    }

    [Fact]
    public void Transpose_IntoTooLittle_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Matrix.Transpose(new float[12], new float[11], 3, 4, 3));
}
