using BenchmarkDotNet.Running;
using Netsmith.Benchmarks;
using Netsmith.Benchmarks.Peers;

// "peers DATA": answers benchmarks/peers/driver.py; anything else: BenchmarkDotNet ("--filter *VectorMath*", "--list flat").
if (args is ["peers", string dataFolder])
    PeerMeasurer.Serve(new PeerCases(dataFolder), Console.In, Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(Digits200).Assembly).Run(args);
