namespace Netsmith.Benchmarks.Peers;

/// <summary>A case made ready.</summary>
/// <param name="Run">Does the work as often as it is told: epochs, steps or predictions.</param>
/// <param name="Check">The number that is compared between measurers: the mean loss, or the weighted sum of 16 predictions.</param>
/// <param name="IsLong">Whether one unit of work lasts long enough to be timed alone.</param>
internal sealed record PeerWork(Action<int> Run, Func<double> Check, bool IsLong = false);
