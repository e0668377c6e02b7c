using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>The loop over a batch, in tiles of several samples; the variable <c>b</c> is the tile's first sample.</summary>
internal static class BatchRows
{
    /// <param name="w">Where to.</param>
    /// <param name="bits">The vector width, which decides the tiles' heights.</param>
    /// <param name="emitTiles">Writes the statements for a tile of so many samples, starting at sample <c>b</c>.</param>
    public static void Emit(CodeWriter w, int bits, Action<int> emitTiles)
    {
        int[] heights = TileRules.BatchRows(bits);
        w.Line("nint b = 0;");
        if (heights[0] == 6)
        {
            w.Line("int sixes = batchSize / 6;");
            w.Line("if (batchSize % 6 == 2 && sixes > 0)");
            w.Line("    sixes--; // 4 + 4 samples take less time than 6 + 2");
            using (w.Block("for (; sixes > 0; sixes--, b += 6)"))
                emitTiles(6);
        }
        foreach (int height in heights)
        {
            if (height == 6)
                continue;
            if (height == 1)
            {
                using (w.Block("if (b < batchSize)"))
                    emitTiles(1);
            }
            else
            {
                using (w.Block($"for (; batchSize - b >= {height}; b += {height})"))
                    emitTiles(height);
            }
        }
    }
}
