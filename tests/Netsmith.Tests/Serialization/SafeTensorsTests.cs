using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

public sealed class SafeTensorsTests
{
    public static TheoryData<string> Corpus => MalformedCorpus.Names("safetensors");

    [SharedTheory]
    [MemberData(nameof(Corpus))]
    public void Read_CorpusFile_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("safetensors", name);
        MalformedCorpus.AssertOutcome(file, () => SafeTensors.Read(file.Path), AssertEqual);
        byte[] content = File.ReadAllBytes(file.Path);
        MalformedCorpus.AssertOutcome(file, () => SafeTensors.Read(new ForwardOnlyStream(content)), AssertEqual);
    }

    [SharedTheory]
    [InlineData("model.safetensors", 0)]
    [InlineData("model_f64.safetensors", 0)]
    [InlineData("model_f16.safetensors", 2e-3)]
    [InlineData("model_bf16.safetensors", 2e-2)]
    public void Read_PyTorchModel_HasItsNamesShapesAndSums(string name, double tolerance)
    {
        var content = SafeTensors.Read(SharedData.Path("reference", "interop", "mlp_784_20_10", name));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("reference", "interop", "mlp_784_20_10", "expected.json")));
        JsonElement state = expected.RootElement.GetProperty("state");
        Assert.Equal(state.GetArrayLength(), content.Tensors.Count);
        foreach (JsonElement entry in state.EnumerateArray())
        {
            NumericArray tensor = content.Tensors[entry.GetProperty("name").GetString()!];
            Assert.Equal(entry.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt32()), tensor.Shape);
            double[] values = tensor.ToDoubles();
            double[] first = [.. entry.GetProperty("first").EnumerateArray().Select(static value => value.GetDouble())];
            for (int i = 0; i < first.Length; i++)
                ReferenceTensor.AssertClose(first[i], values[i], tolerance, 0, name);
            // The rounding errors of the 16-bit types mostly cancel in the sum.
            ReferenceTensor.AssertClose(entry.GetProperty("sum").GetDouble(), values.Sum(), tolerance, tolerance + 1e-9, name);
            Assert.Equal(Array.ConvertAll(values, static value => (float)value), tensor.ToSingles());
        }
    }

    [Fact]
    public void Write_ThenRead_EveryTypeIsBitExact()
    {
        Dictionary<string, NumericArray> tensors = new()
        {
            ["f32"] = NumericArray.Create<float>([1.5f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 3], 2, 3),
            ["f64"] = NumericArray.Create<double>([1e300, -0.0], 2),
            ["f16"] = NumericArray.Create<Half>([(Half)1.5, Half.MinValue]),
            ["i64"] = NumericArray.Scalar(long.MinValue),
            ["u8"] = NumericArray.Create<byte>([0, 255], 1, 2, 1),
            ["bool"] = NumericArray.Create<bool>([true, false]),
            ["empty"] = NumericArray.Create<float>([], 0, 3),
            ["name with \"quotes\" and ü"] = NumericArray.Create<short>([-1]),
        };
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, new Dictionary<string, string> { ["key"] = "välue" });

        var read = SafeTensors.Read(new MemoryStream(stream.ToArray()));
        Assert.Equal("välue", read.Metadata["key"]);
        Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
        foreach ((string name, NumericArray tensor) in tensors)
        {
            Assert.Equal(tensor.Type, read.Tensors[name].Type);
            Assert.Equal(tensor.Shape, read.Tensors[name].Shape);
            Assert.Equal(tensor.Bytes, read.Tensors[name].Bytes);
        }
    }

    [Fact]
    public void Write_TwoTensors_GivesTheReferenceImplementationsBytes()
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, new Dictionary<string, NumericArray>
        {
            ["a"] = NumericArray.Create<byte>([7]),
            ["w"] = NumericArray.Create<float>([1], 1, 1),
            ["b"] = NumericArray.Create<float>([2]),
        });
        const string Header = """{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]},"a":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        byte[] bytes = stream.ToArray();
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(Header, Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 0, 64, 0, 0, 128, 63, 7], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    public void Write_NameThatIsNotAllowed_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(new MemoryStream(), [new(name, NumericArray.Scalar(1f))]));

    [Fact]
    public void Read_Mutants_SucceedOrThrowFormatException()
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, new Dictionary<string, NumericArray>
        {
            ["w"] = NumericArray.Create<float>([1, 2, 3, 4, 5, 6], 2, 3),
            ["b"] = NumericArray.Create<double>([0.5]),
            ["flags"] = NumericArray.Create<bool>([true, false, true]),
        }, new Dictionary<string, string> { ["producer"] = "test" });
        int refused = FormatFuzz.Run(stream.ToArray(), static bytes => SafeTensors.Read(new MemoryStream(bytes)), 6000, seed: 3);
        Assert.InRange(refused, 3000, 6000);
    }

    private static void AssertEqual(SafeTensors actual, JsonElement expected)
    {
        Assert.Equal(expected.EnumerateObject().Select(static tensor => tensor.Name).Order(), actual.Tensors.Keys.Order());
        foreach (JsonProperty tensor in expected.EnumerateObject())
            NumericArrays.AssertEqual(tensor.Value, actual.Tensors[tensor.Name]);
    }
}
