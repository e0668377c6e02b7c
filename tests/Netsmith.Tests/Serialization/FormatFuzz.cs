namespace Netsmith.Tests.Serialization;

/// <summary>Mutates valid files: a reader must succeed or throw the documented exception, nothing else.</summary>
internal static class FormatFuzz
{
    /// <summary>Runs a reader over random byte changes, cuts, insertions and repetitions of a valid file.</summary>
    /// <returns>How many of the mutants were refused.</returns>
    public static int Run(byte[] valid, Action<byte[]> read, int count, ulong seed)
    {
        var rng = new Rng(seed);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutant = Mutate(valid, rng);
            try
            {
                read(mutant);
            }
            catch (NetsmithFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Mutant {i} of seed {seed} threw {exception}. Bytes: {Convert.ToHexString(mutant)}");
            }
        }
        return refused;
    }

    private static byte[] Mutate(byte[] valid, Rng rng)
    {
        List<byte> bytes = [.. valid];
        for (int change = rng.Next(4); change >= 0 && bytes.Count > 0; change--)
        {
            int at = rng.Next(bytes.Count);
            switch (rng.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << rng.Next(8)); break;
                case 1: bytes[at] = (byte)rng.Next(256); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes.RemoveAt(at); break;
                case 4: bytes.Insert(at, (byte)rng.Next(256)); break;
                case 5: bytes[at] = "0123456789-.,:[]{}\"' eE"u8[rng.Next(23)]; break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + rng.Next(16)))); break;
            }
        }
        return [.. bytes];
    }
}
