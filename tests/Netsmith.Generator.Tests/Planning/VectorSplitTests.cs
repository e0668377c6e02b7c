using Netsmith.Generator.Emission;

namespace Netsmith.Generator.Tests.Planning;

public sealed class VectorSplitTests
{
    [Theory]
    [InlineData(128, 4)]
    [InlineData(256, 4)]
    [InlineData(512, 4)]
    [InlineData(128, 8)]
    [InlineData(256, 8)]
    [InlineData(512, 8)]
    public void Split_OfAnyLength_CoversItExactlyOnce(int bits, int elementSize)
    {
        var vector = new VectorType(ElementType.Float with { Size = elementSize }, bits, true);
        for (int length = 1; length <= 200; length++)
        {
            int next = 0;
            foreach (Piece piece in vector.Split(length))
            {
                Assert.Equal(next, piece.Offset);
                Assert.InRange(piece.Count, 1, piece.Type.Lanes);
                Assert.True(piece.Count == piece.Type.Lanes || piece.Type.Bits == 128, "Only the narrowest vector may be filled in part.");
                next += piece.Count;
            }

            Assert.Equal(length, next);
            Assert.True(vector.Split(length).Count(p => p.Count < vector.Lanes) <= 4, "A tail of more than four pieces.");
        }
    }
}
