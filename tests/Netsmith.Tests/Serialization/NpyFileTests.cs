using System.Text;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

public sealed class NpyFileTests
{
    public static TheoryData<string> Corpus => MalformedCorpus.Names("npy");

    [SharedTheory]
    [MemberData(nameof(Corpus))]
    public void Read_CorpusFile_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("npy", name);
        MalformedCorpus.AssertOutcome(file, () => NpyFile.Read(file.Path), static (array, expected) => NumericArrays.AssertEqual(expected, array));
    }

    [Fact]
    public void Write_Float_GivesNumpysBytes()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, NumericArray.Create<float>([1, 2, 3, 4, 5, 6], 2, 3));
        byte[] bytes = stream.ToArray();
        Assert.Equal(128 + 24, bytes.Length);
        Assert.Equal("\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + new string(' ', 58) + "\n", Encoding.Latin1.GetString(bytes, 0, 128));
    }

    [Fact]
    public void Write_ThenRead_EveryTypeAndRankIsBitExact()
    {
        using var folder = new TemporaryFolder();
        NumericArray[] arrays =
        [
            NumericArray.Create<bool>([true, false]), NumericArray.Create<byte>([1, 255]), NumericArray.Create<sbyte>([-1]),
            NumericArray.Create<ushort>([65535]), NumericArray.Create<short>([-2]), NumericArray.Create<uint>([uint.MaxValue]),
            NumericArray.Create<int>([int.MinValue]), NumericArray.Create<ulong>([ulong.MaxValue]), NumericArray.Create<long>([long.MinValue]),
            NumericArray.Create<Half>([(Half)0.1]), NumericArray.Create<float>([float.NaN, -0f], 1, 2, 1), NumericArray.Create<double>([Math.PI]),
            NumericArray.Scalar(2.5), NumericArray.Create<float>([], 0, 3),
        ];
        foreach (NumericArray array in arrays)
        {
            NpyFile.Write(folder.File("a.npy"), array);
            NumericArray read = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal(array.Type, read.Type);
            Assert.Equal(array.Shape, read.Shape);
            Assert.Equal(array.Bytes, read.Bytes);
        }
    }

    [Fact]
    public void Read_ColumnMajorOfRankThree_IsReordered()
    {
        // numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)): element [i, j, k] lies at i + 2·j + 6·k.
        byte[] data = new byte[24];
        for (int i = 0; i < 24; i++)
            data[i / 12 + 2 * (i / 4 % 3) + 6 * (i % 4)] = (byte)i;
        byte[] file = [.. Encoding.Latin1.GetBytes("\u0093NUMPY\u0001\0\u0040\0" + "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }".PadRight(63) + "\n"), .. data];
        Assert.Equal(Enumerable.Range(0, 24).Select(static i => (double)i), NpyFile.Read(new MemoryStream(file)).ToDoubles());
    }

    [Fact]
    public void Read_Mutants_SucceedOrThrowFormatException()
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, NumericArray.Create<float>([1, 2, 3, 4, 5, 6], 2, 3));
        byte[] valid = stream.ToArray();
        byte[] fortran = [.. valid];
        "True, "u8.CopyTo(fortran.AsSpan(Encoding.Latin1.GetString(valid).IndexOf("False,", StringComparison.Ordinal)));
        int refused = FormatFuzz.Run(valid, static bytes => NpyFile.Read(new MemoryStream(bytes)), 3000, seed: 4);
        refused += FormatFuzz.Run(fortran, static bytes => NpyFile.Read(new MemoryStream(bytes)), 3000, seed: 5);
        Assert.InRange(refused, 2000, 6000);
    }

    [Fact]
    public void Write_ShapeThatDoesNotFit_IsRefused() =>
        Assert.Throws<ArgumentException>(static () => NpyFile.Write<float>("never.npy", [1, 2, 3], 2, 2));
}
