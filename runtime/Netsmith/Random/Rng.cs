using System.Numerics;

namespace Netsmith;

/// <summary>
/// The library's random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64. The sequence of a seed is part of
/// the library's contract and is the same on every machine: nothing here calls a function whose result the platform may round
/// differently. No member allocates. Not thread-safe; give each thread its own instance.
/// </summary>
public sealed class Rng
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Creates a generator. Every seed, 0 included, gives a usable and different sequence.</summary>
    /// <param name="seed">The seed.</param>
    public Rng(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform value in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A uniform value in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer from 0 to <paramref name="exclusiveMax"/> - 1, without bias (Lemire's method, 2019).</summary>
    /// <param name="exclusiveMax">The number of possible values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is below 1.</exception>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint range = (uint)exclusiveMax;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            // 2^32 mod range values of the low half would be hit once too often: draw those again.
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
                product = (NextUInt64() >> 32) * range;
        }
        return (int)(product >> 32);
    }

    /// <summary>
    /// A value of the normal distribution with mean 0 and deviation 1 (Marsaglia's polar method; the second value of each pair is
    /// dropped, so that the state stays four words).
    /// </summary>
    public float NextNormal()
    {
        double x, square;
        do
        {
            x = 2 * NextDouble() - 1;
            double y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        }
        while (square >= 1 || square == 0);
        return (float)(x * Math.Sqrt(-2 * PortableLog(square) / square));
    }

    /// <summary>Puts the values in random order; every order is equally likely (Fisher and Yates).</summary>
    /// <param name="values">The values to reorder in place.</param>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>The state from which the sequence continues.</summary>
    public RngState GetState() => new(_s0, _s1, _s2, _s3);

    /// <summary>Continues the sequence from a stored state.</summary>
    /// <param name="state">A state from <see cref="GetState"/>.</param>
    /// <exception cref="ArgumentException">All four words are zero: from there the sequence would be zeros only.</exception>
    public void SetState(RngState state)
    {
        if ((state.S0 | state.S1 | state.S2 | state.S3) == 0)
            throw new ArgumentException("Expected the state of a generator, found four zero words, which no generator can reach.", nameof(state));
        (_s0, _s1, _s2, _s3) = state;
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>
    /// Natural logarithm of a positive normal number, to about 1e-15, from additions, multiplications and divisions only: unlike
    /// <see cref="Math.Log(double)"/> it cannot differ between platforms. ln(m·2^e) = e·ln 2 + 2·artanh((m-1)/(m+1)).
    /// </summary>
    private static double PortableLog(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double series = 0;
        for (int n = 21; n >= 1; n -= 2)
            series = series * square + 1.0 / n;
        return exponent * 0.6931471805599453 + 2 * s * series;
    }
}
