namespace Netsmith;

/// <summary>The order of the samples in an epoch, a function of the seed and the epoch's number alone.</summary>
internal sealed class EpochOrder
{
    private readonly int[] _order;
    private readonly Rng? _rng;
    private readonly ulong _seed;

    public EpochOrder(int count, bool shuffle, ulong seed)
    {
        _order = new int[count];
        _rng = shuffle ? new Rng(seed) : null;
        _seed = seed;
        Reset();
    }

    /// <summary>The samples in the order of the epoch. Valid until the next call; allocates nothing.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public ReadOnlySpan<int> ForEpoch(int epoch)
    {
        if (_rng is null)
            return _order;
        // From the sorted order and a generator seeded for this epoch, so that a resumed run needs no earlier epoch.
        Reset();
        ulong state = Mix(_seed) + (ulong)epoch * 0x9E3779B97F4A7C15;
        _rng.SetState(new RngState(Mix(state), Mix(state + 1), Mix(state + 2), Mix(state + 3)));
        _rng.Shuffle(_order);
        return _order;
    }

    private void Reset()
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
    }

    /// <summary>The finalizer of splitmix64: a bijection, so that at most one of four different words becomes 0.</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
