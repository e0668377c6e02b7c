using System.Globalization;
using System.Numerics;
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

    [Theory]
    [InlineData(128, 4)]
    [InlineData(256, 4)]
    [InlineData(512, 4)]
    [InlineData(512, 8)]
    public void Cover_OfAnyLength_TakesTheFewestVectorsInsideIt(int bits, int elementSize)
    {
        var vector = new VectorType(ElementType.Float with { Size = elementSize }, bits, true);
        for (int length = 16 / elementSize; length <= 200; length++)
        {
            List<Piece> pieces = vector.Cover(length);
            int lanes = pieces[0].Type.Lanes, next = 0;
            Assert.Equal(Math.Min(vector.Lanes, 1 << BitOperations.Log2((uint)length)), lanes);
            Assert.Equal((length + lanes - 1) / lanes, pieces.Count);
            foreach (Piece piece in pieces)
            {
                Assert.Equal((lanes, pieces[0].Type), (piece.Count, piece.Type));
                Assert.InRange(piece.Offset, 0, next);
                next = piece.Offset + piece.Count;
            }

            Assert.Equal(length, next);
            Assert.Equal(length % lanes != 0, Panels.Overlaps(pieces));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(25)]
    public void EmitOverlapping_OfAnyLength_KeepsTheLastTwoTogether(int vectors)
    {
        var vector = new VectorType(ElementType.Float, 512, true);
        for (int length = 1; length <= 400; length++)
        {
            int next = 0;
            bool endsOverlapping = false;
            Panels.EmitOverlapping(new CodeWriter(), vector, length, vectors, (pieces, start) =>
            {
                // A loop's panels are equal, and none of them overlaps.
                bool loops = start == "i";
                Assert.False(endsOverlapping || (loops && Panels.Overlaps(pieces)), $"{length}: more follows the last vector.");
                endsOverlapping = Panels.Overlaps(pieces);
                Assert.True(pieces.Count <= Math.Max(vectors, 2), $"{pieces.Count} vectors of {length}.");
                int first = loops ? next : int.Parse(start, CultureInfo.InvariantCulture);
                Assert.Equal(next, first);
                next = first + Panels.Length(pieces);
                if (loops)
                    next = first + (Panels.Length(pieces) * ((((length + 15) / 16) - (length % 16 == 0 ? 0 : 2)) / vectors));
            });
            Assert.Equal(length, next);
            Assert.Equal(Panels.Overlaps(vector.Cover(length)), endsOverlapping);
        }
    }
}
