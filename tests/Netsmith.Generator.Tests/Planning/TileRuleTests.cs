using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Tests.Planning;

public sealed class TileRuleTests
{
    [Theory]
    [InlineData(784, 200, 200)] // fits as it is
    [InlineData(1024, 1024, 128)]
    [InlineData(300_000, 5, 5)]
    [InlineData(300_000, 50, 16)] // whole tiles, however long the rows
    public void OutputsInCache_OfALargeWeight_AreWholeTilesThatFit(int inputs, int outputs, int expected) =>
        Assert.Equal(expected, TileRules.OutputsInCache(inputs, outputs));

    [Theory]
    [InlineData(512, 16, 8, true)]
    [InlineData(512, 16, 7, false)]
    [InlineData(512, 17, 16, true)] // more than registers hold
    [InlineData(512, 17, 15, false)]
    [InlineData(512, 140, 16, true)]
    [InlineData(512, 144, 64, false)]
    [InlineData(512, 399, 64, true)] // rows that begin anywhere
    [InlineData(512, 401, 64, false)]
    [InlineData(256, 47, 16, true)]
    [InlineData(256, 48, 64, false)]
    [InlineData(128, 51, 64, false)]
    public void BroadcastsInputs_NeedsFewInputsAndAVectorOfOutputs(int bits, int inputs, int outputs, bool expected) =>
        Assert.Equal(expected, TileRules.BroadcastsInputs(bits, inputs, outputs));

    [Theory]
    [InlineData(512, 16, 4)]
    [InlineData(512, 20, 16)]
    [InlineData(512, 128, 42)]
    [InlineData(512, 301, 37)]
    [InlineData(256, 20, 24)]
    public void FewestSamplesToBroadcast_GrowWithTheRow(int bits, int inputs, int expected) =>
        Assert.Equal(expected, TileRules.FewestSamplesToBroadcast(bits, inputs));

    [Theory]
    [InlineData(128, 1)]
    [InlineData(256, 1)]
    [InlineData(512, 1)]
    [InlineData(128, 2)]
    [InlineData(256, 2)]
    [InlineData(512, 2)]
    public void Broadcast_OfAnyShape_FitsTheRegisters(int bits, int fewest)
    {
        for (int rows = 1; rows <= 70; rows++)
        {
            for (int vectors = 1; vectors <= 70; vectors++)
            {
                int fewestColumns = Math.Min(vectors, fewest);
                Tile tile = TileRules.Broadcast(bits, rows, vectors, fewestColumns);
                Assert.InRange(tile.Rows, 1, rows);
                Assert.InRange(tile.Columns, fewestColumns, vectors);
                int accumulators = tile.Rows * tile.Columns;
                Assert.True(accumulators <= TileRules.MaxAccumulators(bits), $"{rows} × {vectors}: {tile} keeps {accumulators} accumulators.");
                // The shorter side stays in registers, the other passes through one.
                Assert.True(accumulators + Math.Min(tile.Rows, tile.Columns) + 1 <= TileRules.Registers(bits), $"{rows} × {vectors}: {tile} spills.");
            }
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void DotColumns_OfEveryBatchTile_FitTheRegisters(int bits) => Assert.All(TileRules.BatchRows(bits), rows =>
    {
        int columns = TileRules.DotColumns(bits, rows);
        Assert.True((rows * columns) + Math.Min(rows, columns) + 1 <= TileRules.Registers(bits), $"{rows} × {columns} at {bits} bits spills.");
        Assert.True(columns % TileRules.OutputUnit == 0, "Horizontal sums come in fours, and shares of the outputs are filled up in fours.");
    });

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void BatchRows_ShrinkToASingle(int bits)
    {
        int[] rows = TileRules.BatchRows(bits);
        Assert.Equal(rows.OrderDescending(), rows);
        Assert.Equal(1, rows[^1]);
    }

    [Fact]
    public void Runs_OfAnyCount_CoverItExactlyOnce()
    {
        for (int count = 0; count <= 70; count++)
        {
            for (int size = 1; size <= 30; size++)
            {
                int next = 0;
                foreach ((int start, int length, int repeat) in TileRules.Runs(count, size))
                {
                    Assert.Equal(next, start);
                    Assert.InRange(length, 1, size);
                    Assert.True(repeat >= 1);
                    next += length * repeat;
                }

                Assert.Equal(count, next);
            }
        }
    }
}
