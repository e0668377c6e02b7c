using System.Diagnostics;
using System.Globalization;
using Netsmith.CompilerServices;

namespace Netsmith.Generator.Benchmarks.Shapes;

/// <summary>
/// Measures forward and a training step of one Dense layer, batch 32, over hundreds of shapes, as a share of the multiply-add
/// peak that is measured beside each, and shows the worst of each size: no shape should fall far below its neighbours.
/// </summary>
internal static class ShapeSweep
{
    private const int BatchSize = 32, Rounds = 9, WorstShown = 10, CompiledAtOnce = 60;
    private const double RoundSeconds = 0.003;

    /// <summary>Multiply-adds a sample at which a class of sizes ends.</summary>
    private static readonly int[] ClassEnds = [100, 1_000, 10_000, 100_000, int.MaxValue];

    /// <summary>What was measured of a shape.</summary>
    private sealed record Row(int Inputs, int Outputs, Rate Forward, Rate Step)
    {
        public int MultiplyAdds => Inputs * Outputs;
    }

    /// <summary>The least time of a call, its arithmetic, and what share of the peak that is.</summary>
    private readonly record struct Rate(double Seconds, double Gflops, double Share);

    /// <summary>Measures all shapes, prints the worst and writes everything to a file.</summary>
    public static void Run(string file, TextWriter output)
    {
        var rows = new List<Row>();
        IReadOnlyList<(int Inputs, int Outputs)> shapes = SweptShapes.All;
        foreach ((int, int)[] part in shapes.Chunk(CompiledAtOnce))
        {
            Console.Error.Write($"\r{rows.Count} of {shapes.Count} shapes ");
            Call[] calls = [.. ShapeNetworks.Compile(part).Select((network, i) => new Call(part[i], network))];
            WarmUp(calls);
            rows.AddRange(calls.Select(Measure));
        }

        Console.Error.WriteLine($"\r{rows.Count} shapes, peak {FmaPeak.Measure():F0} GFLOP/s ");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllLines(file, ["inputs\toutputs\tforward ns\tGFLOP/s\t% of peak\tstep ns\tGFLOP/s\t% of peak", .. rows.Select(Tabbed)]);
        for (int i = 0, start = 0; i < ClassEnds.Length; start = ClassEnds[i++])
            Print(output, start, ClassEnds[i], [.. rows.Where(row => row.MultiplyAdds >= start && row.MultiplyAdds < ClassEnds[i])]);
        output.WriteLine(Invariant($"# all {rows.Count} shapes: {file}"));
    }

    private static void Print(TextWriter output, int start, int end, IReadOnlyList<Row> rows)
    {
        string size = end == int.MaxValue ? Invariant($"from {start:N0} multiply-adds a sample") : Invariant($"{start:N0} to {end - 1:N0} multiply-adds a sample");
        foreach ((string what, Func<Row, Rate> of) in new (string, Func<Row, Rate>)[] { ("forward", row => row.Forward), ("step", row => row.Step) })
        {
            Rate[] sorted = [.. rows.Select(of).OrderBy(rate => rate.Share)];
            output.WriteLine(Invariant($"# {what}, {size}: {rows.Count} shapes, median {sorted[sorted.Length / 2].Share:P0} of peak, best {sorted[^1].Share:P0}; worst:"));
            foreach (Row row in rows.OrderBy(row => of(row).Share).Take(WorstShown))
                output.WriteLine(Invariant($"{row.Inputs,5} x {row.Outputs,-5}{of(row).Seconds * 1e9,12:N0} ns{of(row).Gflops,9:F1} GFLOP/s{of(row).Share,7:P0}"));
        }
    }

    private static string Tabbed(Row row) => Invariant(
        $"{row.Inputs}\t{row.Outputs}\t{row.Forward.Seconds * 1e9:F1}\t{row.Forward.Gflops:F2}\t{row.Forward.Share * 100:F1}\t{row.Step.Seconds * 1e9:F1}\t{row.Step.Gflops:F2}\t{row.Step.Share * 100:F1}");

    /// <summary>Kernels are compiled with full optimization at once; the methods around them after thirty calls and a pause.</summary>
    private static void WarmUp(Call[] calls)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            foreach (Call call in calls)
                for (int i = 0; i < 40; i++)
                {
                    call.Forward();
                    call.Step();
                }

            Thread.Sleep(250);
        }
    }

    private static Row Measure(Call call)
    {
        double forwardFlops = 2.0 * BatchSize * call.Inputs * call.Outputs; // a step adds the same for dW; the first layer has no dX
        return new Row(call.Inputs, call.Outputs, Measure(call.Forward, forwardFlops), Measure(call.Step, 2 * forwardFlops));
    }

    /// <summary>The least of some rounds on either side: what other programs do to a timing only adds to it.</summary>
    private static Rate Measure(Action action, double flops)
    {
        int count = 1;
        while (Time(action, count) < RoundSeconds / 2)
            count *= 2;
        (double least, double peak) = (double.MaxValue, 0);
        for (int round = 0; round < Rounds; round++)
        {
            peak = Math.Max(peak, FmaPeak.Measure());
            least = Math.Min(least, Time(action, count) / count);
        }

        double gflops = flops / least / 1e9;
        return new Rate(least, gflops, gflops / peak);
    }

    private static double Time(Action action, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A network with a batch and what is called of it.</summary>
    private sealed class Call
    {
        private readonly ITrainableNetwork _network;
        private readonly ITrainer _trainer;
        private readonly float[] _inputs, _outputs, _targets;

        public Call((int Inputs, int Outputs) shape, ITrainableNetwork network)
        {
            (Inputs, Outputs) = shape;
            _network = network;
            // A rate so small that hundreds of thousands of steps on one batch stay where they began.
            _trainer = network.CreateTrainer(BatchSize, new Sgd(1e-6f));
            var random = new Rng(1);
            _inputs = new float[BatchSize * Inputs];
            foreach (ref float value in _inputs.AsSpan())
                value = random.NextSingle() - 0.5f;
            _outputs = new float[BatchSize * Outputs];
            _targets = new float[BatchSize * Outputs];
        }

        public int Inputs { get; }

        public int Outputs { get; }

        public void Forward() => _network.Forward(_inputs, _outputs, BatchSize);

        public void Step() => _trainer.Step(_inputs, [], _targets, BatchSize);
    }
}
