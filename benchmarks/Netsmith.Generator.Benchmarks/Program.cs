using BenchmarkDotNet.Running;
using Netsmith.Generator.Benchmarks;
using Netsmith.Generator.Benchmarks.Shapes;

// "shapes [FILE]": the sweep over shapes; anything else: BenchmarkDotNet ("--filter *CommentEdit*", "--list flat").
if (args is ["shapes", ..])
    ShapeSweep.Run(args is [_, string file] ? file : "artifacts/shapes.tsv", Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmarks).Assembly).Run(args);
