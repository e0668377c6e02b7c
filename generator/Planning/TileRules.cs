namespace Netsmith.Generator.Planning;

/// <summary>A register tile of a matrix product: rows times columns accumulators (see docs/emitted-code.md).</summary>
internal readonly record struct Tile(int Rows, int Columns);

/// <summary>Which register tiles a product uses. Each rule is a small function of the shape and of the vector width.</summary>
internal static class TileRules
{
    /// <summary>Accumulators that stay in registers beside their operands: 32 registers with AVX-512, 16 with AVX2.</summary>
    public static int MaxAccumulators(int bits) => bits == 512 ? 25 : 12;

    /// <summary>Registers a vector of this width has.</summary>
    public static int Registers(int bits) => bits == 512 ? 32 : 16;

    /// <summary>
    /// Row counts of the tiles that cover a batch, whose size is known at run time only: the largest as often as it
    /// fits, then each smaller one at most a few times. Small batches take what they need.
    /// </summary>
    public static int[] BatchRows(int bits) => bits == 512 ? [6, 4, 2, 1] : [3, 2, 1];

    /// <summary>
    /// Outputs a dot-form tile of so many samples computes at once. Multiples of 4, since four horizontal sums cost one
    /// reduction; more where few samples leave registers free, for more rows of the weight on their way at once: one sample
    /// of 784 × 200 took 5.54 µs with 12 (reading it takes 5.27), 5.77 with 8, 5.75 with 16, 6.0 with 20.
    /// </summary>
    public static int DotColumns(int bits, int rows) => rows switch
    {
        1 when bits == 512 => 12,
        <= 2 when rows * 8 <= MaxAccumulators(bits) => 8,
        _ => 4,
    };

    /// <summary>What the outputs of every dot-form tile are a multiple of.</summary>
    public const int OutputUnit = 4;

    /// <summary>
    /// Whether a dense layer's forward pass of a batch broadcasts its inputs; with fewer outputs, vectors of them would be nearly empty.
    /// The dot form ends each sum with horizontal additions, which weigh the more the shorter the sum and the wider the vector; rows that are
    /// no multiple of four also make it read across cache lines and end in many pieces. Time of the dot form as a multiple, batches of
    /// 32 and 128: 4 × 64 4.0 at 32; 17 × 257 2.0 at 32; 64 × 256 1.2, 1.5; 65 × 257 1.4, 1.8; 128 × 128 0.95, 1.2; 160 × 64 0.9, 1.1;
    /// 255 × 257 1.15, 1.45; 399 × 64 1.1, 1.4. With 256 bits, 64 × 256: 0.85, 0.94.
    /// </summary>
    public static bool BroadcastsInputs(int bits, int inputs, int outputs) =>
        FitRegisters(inputs) ? outputs >= 8
        : outputs >= 16 && inputs < (bits < 512 ? 48 : IsWholeFours(inputs) ? 144 : 400);

    /// <summary>Whether the weights of a vector of outputs stay in registers, one for each input.</summary>
    public static bool FitRegisters(int inputs) => inputs <= 16;

    /// <summary>
    /// Samples from which filling registers, or laying the weights side by side, pays: with 64 inputs 20, with 100 25, with 128 40; in
    /// rows that are no multiple of four fewer than 16 with 127, 24 with 201, 32 with 301.
    /// </summary>
    public static int FewestSamplesToBroadcast(int bits, int inputs) =>
        FitRegisters(inputs) ? 4 : bits < 512 ? 24 : Math.Max(16, inputs / (IsWholeFours(inputs) ? 3 : 8));

    /// <summary>
    /// Samples at once: as many as share a reading of the weights while their sums stay in registers. 4 samples by 1 vector of outputs
    /// took 70 to 90 % of the time of 2 by 2, 3 by 2 and 6 by 1.
    /// </summary>
    public static int BroadcastRows(int bits, int inputs) => FitRegisters(inputs) ? 1 : bits == 512 ? 4 : 2;

    /// <summary>
    /// Outputs whose rows of the weight stay in the second-level cache while all samples pass over them; all of them where they fit
    /// anyway. 1024 × 1024, batch 32: 4 MB once from the third level instead of once for every 6 samples.
    /// </summary>
    public static int OutputsInCache(int inputs, int outputs)
    {
        const int largestWeight = 1 << 18, largestPanel = 1 << 17, unit = 16;
        return (long)inputs * outputs <= largestWeight ? outputs : Math.Min(outputs, Math.Max(1, largestPanel / inputs / unit) * unit);
    }

    /// <summary>
    /// Samples a weight gradient adds up at a time. A panel of 5 vectors over 64 samples is 20 KB, which stays in a
    /// first-level cache of 32 KB while all outputs pass over it; at 128 samples a step took 20 % longer.
    /// </summary>
    public const int WeightGradientChunk = 64;

    /// <summary>
    /// The broadcast-form tile (rows × vectors) that takes the fewest cycles for a matrix of <paramref name="rows"/> rows
    /// and <paramref name="vectors"/> vectors, at least <paramref name="fewestColumns"/> of them in a tile, counting two multiply-adds
    /// and two loads a cycle.
    /// </summary>
    public static Tile Broadcast(int bits, int rows, int vectors, int fewestColumns = 1)
    {
        Tile best = new(1, fewestColumns);
        double bestCost = double.MaxValue;
        for (int columns = fewestColumns; columns <= Math.Min(vectors, 8); columns++)
        {
            for (int height = 1; height <= Math.Min(rows, 14); height++)
            {
                int held = Math.Min(columns, height);
                if (columns * height > MaxAccumulators(bits) || (columns * height) + held + 1 > Registers(bits))
                    continue;
                double cost = Cost(rows, vectors, new Tile(height, columns));
                if (cost < bestCost)
                    (best, bestCost) = (new Tile(height, columns), cost);
            }
        }
        return best;
    }

    /// <summary>Vectors of outputs that a zero-skipping first layer adds to at once: all registers but two.</summary>
    public static int SparseVectors(int bits) => Registers(bits) - 4;

    /// <summary>Cuts <paramref name="count"/> into runs of at most <paramref name="size"/>: the whole ones, then the rest.</summary>
    public static IEnumerable<(int Start, int Length, int Repeat)> Runs(int count, int size)
    {
        int whole = count / size;
        if (whole > 0)
            yield return (0, size, whole);
        if (count % size > 0)
            yield return (whole * size, count % size, 1);
    }

    private static bool IsWholeFours(int inputs) => inputs % 4 == 0;

    private static double Cost(int rows, int vectors, Tile tile)
    {
        double cost = 0;
        foreach ((_, int columns, int columnRepeat) in Runs(vectors, tile.Columns))
            foreach ((_, int height, int rowRepeat) in Runs(rows, tile.Rows))
                cost += columnRepeat * rowRepeat * StepCost(height, columns);
        return cost;
    }

    /// <summary>
    /// Cycles of one step of the sum: limited by multiply-adds, by loads, or, with few accumulators, by the latency of
    /// 4 cycles; then a little for the tile's start and its stores.
    /// </summary>
    private static double StepCost(int height, int columns)
    {
        double multiplyAdds = height * columns / 2.0, loads = (height + columns) / 2.0;
        return Math.Max(Math.Max(multiplyAdds, loads), 4) + 0.5 + (height * columns / 32.0);
    }
}
