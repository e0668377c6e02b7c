using Netsmith.CompilerServices;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

public sealed class ModelFileTests
{
    private static readonly NetworkSummary Network = TestNetworks.Mlp([4, 8, 3], "LeakyRelu(0.2)");

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.json")]
    [InlineData("MODEL.JSON")]
    public void Save_ThenLoad_IsBitExact(string name)
    {
        using var folder = new TemporaryFolder();
        float[] saved = TestNetworks.AwkwardParameters(Network.ParameterCount), loaded = new float[saved.Length];
        ModelFile.Save(folder.File(name), Network, saved);
        ModelFile.Load(folder.File(name), Network, loaded);
        Assert.Equal(Array.ConvertAll(saved, BitConverter.SingleToInt32Bits), Array.ConvertAll(loaded, BitConverter.SingleToInt32Bits));
        Assert.Equal([name], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal(name.EndsWith("JSON", StringComparison.OrdinalIgnoreCase), File.ReadAllBytes(folder.File(name))[0] == '{');
    }

    [Fact]
    public void Save_ToStream_IsSafetensorsThatLoads()
    {
        float[] saved = TestNetworks.AwkwardParameters(Network.ParameterCount), loaded = new float[saved.Length];
        using var stream = new MemoryStream();
        ModelFile.Save(stream, Network, saved);
        stream.Position = 0;
        ModelFile.Load(stream, Network, loaded);
        Assert.Equal(saved, loaded);
    }

    [SharedTheory]
    [InlineData("model.safetensors")]
    [InlineData("model_f64.safetensors")]
    [InlineData("model_f16.safetensors")]
    [InlineData("model_bf16.safetensors")]
    public void Load_PyTorchModel_FillsTheParametersInOrder(string name)
    {
        NetworkSummary network = TestNetworks.Mlp([784, 20, 10], "Relu");
        string path = SharedData.Path("reference", "interop", "mlp_784_20_10", name);
        float[] parameters = new float[network.ParameterCount];
        ModelFile.Load(path, network, parameters);
        var content = SafeTensors.Read(path);
        foreach (ParameterInfo parameter in network.Parameters)
            Assert.Equal(content.Tensors[parameter.Name].ToSingles(), parameters.AsSpan(parameter.Offset, parameter.Length).ToArray());
    }

    public static TheoryData<string, string[]> WrongTensors => new()
    {
        { "missing", ["'2.bias'", "[3]"] },
        { "extra", ["'3.weight'"] },
        { "transposed", ["'0.weight'", "[8, 4]", "[4, 8]", "transposed"] },
        { "shape", ["'2.bias'", "[3]", "[3, 1]"] },
        { "nan", ["'2.weight'", "NaN", "index 5"] },
        { "infinity", ["'0.bias'", "Infinity", "index 7"] },
        { "double", ["'2.bias'", "1E+300"] },
        { "integer", ["'2.bias'", "Int32"] },
    };

    [Theory]
    [MemberData(nameof(WrongTensors))]
    public void Load_WrongTensor_NamesItAndChangesNothing(string kind, string[] mentioned)
    {
        Dictionary<string, NumericArray> tensors = Network.Parameters.ToDictionary(
            static p => p.Name, static p => NumericArray.Create<float>(new float[p.Length], [.. p.Shape]));
        float[] withNaN = new float[24], withInfinity = new float[8];
        withNaN[5] = float.NaN;
        withInfinity[7] = float.PositiveInfinity;
        _ = kind switch
        {
            "missing" => tensors.Remove("2.bias"),
            "extra" => tensors.TryAdd("3.weight", NumericArray.Scalar(1f)),
            "transposed" => Replace("0.weight", NumericArray.Create<float>(new float[32], 4, 8)),
            "shape" => Replace("2.bias", NumericArray.Create<float>(new float[3], 3, 1)),
            "nan" => Replace("2.weight", NumericArray.Create<float>(withNaN, 3, 8)),
            "infinity" => Replace("0.bias", NumericArray.Create<float>(withInfinity)),
            "double" => Replace("2.bias", NumericArray.Create<double>([0, 1e300, 0])),
            _ => Replace("2.bias", NumericArray.Create<int>([0, 0, 0])),
        };
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder.File("wrong.safetensors"), tensors);
        float[] parameters = new float[Network.ParameterCount];
        Array.Fill(parameters, 42f);

        var error = Assert.Throws<NetsmithFormatException>(() => ModelFile.Load(folder.File("wrong.safetensors"), Network, parameters));
        Assert.Contains("wrong.safetensors", error.Message, StringComparison.Ordinal);
        Assert.All(mentioned, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.All(parameters, static value => Assert.Equal(42f, value));

        bool Replace(string name, NumericArray tensor)
        {
            tensors[name] = tensor;
            return true;
        }
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.json")]
    public void Save_DivergedNetwork_IsRefusedAndLeavesTheOldFile(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), "old");
        float[] parameters = new float[Network.ParameterCount];
        parameters[40] = float.NaN; // 0.weight has 32 values, 0.bias 8: this is the first of 2.weight
        var error = Assert.Throws<InvalidOperationException>(() => ModelFile.Save(folder.File(name), Network, parameters));
        Assert.Contains("'2.weight' at index 0", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.File(name)));
    }

    [Fact]
    public void AtomicWrite_ThatFailsHalfway_LeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model"), "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(folder.File("model"), static stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("disk full");
        }));
        Assert.Equal("old", File.ReadAllText(folder.File("model")));
        Assert.Equal([folder.File("model")], Directory.GetFiles(folder.Path));

        Directory.CreateDirectory(folder.File("taken"));
        Assert.Throws<IOException>(() => AtomicFile.Write(folder.File("taken"), static stream => stream.WriteByte(1)));
        Assert.Equal([folder.File("model")], Directory.GetFiles(folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder.File("none/model"), static stream => stream.WriteByte(1)));
    }

    [Fact]
    public void Load_WrongNumberOfParameters_IsAnArgumentError()
    {
        Assert.Throws<ArgumentException>(static () => ModelFile.Save(new MemoryStream(), Network, new float[3]));
        Assert.Throws<ArgumentException>(static () => ModelFile.Load(new MemoryStream(), Network, new float[3]));
    }

    [Fact]
    public void Load_MissingFile_IsNotAFormatError() =>
        Assert.Throws<FileNotFoundException>(static () => ModelFile.Load("no-such-file.json", Network, new float[Network.ParameterCount]));
}
