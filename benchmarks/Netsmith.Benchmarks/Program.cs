using BenchmarkDotNet.Running;
using Netsmith.Benchmarks;
using Netsmith.Benchmarks.Peers;

// "peers DATA THREADS": answers benchmarks/peers/driver.py; anything else: BenchmarkDotNet ("--filter *VectorMath*", "--list flat").
if (args is ["peers", string dataFolder, string threads])
    PeerMeasurer.Serve(new PeerCases(dataFolder, int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture)), Console.In, Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(Digits200).Assembly).Run(args);
