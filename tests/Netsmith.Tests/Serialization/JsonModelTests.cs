using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Netsmith.CompilerServices;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

/// <summary>The corpus is written for a neutral document; its changes are applied here to the same network in our own format.</summary>
public sealed class JsonModelTests
{
    private static readonly NetworkSummary Network = TestNetworks.Mlp([2, 3, 1], "Tanh", "Sigmoid");
    private static readonly float[] Values = [0.5f, -0.25f, 1, 0.125f, -1, 2, 0.1f, -0.2f, 0.3f, 1.5f, -0.5f, 0.25f, 0];

    public static TheoryData<string> Corpus => MalformedCorpus.Names("json_model");

    [SharedTheory]
    [MemberData(nameof(Corpus))]
    public void Load_ChangeOfTheCorpus_MeetsItsExpectation(string name)
    {
        MalformedFile file = MalformedCorpus.Find("json_model", name);
        using var folder = new TemporaryFolder();
        string path = folder.File("model.json");
        File.WriteAllBytes(path, Changed(file));
        float[] parameters = new float[Values.Length];
        MalformedCorpus.AssertOutcome(file, () =>
        {
            ModelFile.Load(path, Network, parameters);
            return parameters;
        }, static (read, _) => Assert.Equal(Values, read));
        if (!parameters.SequenceEqual(Values))
            Assert.All(parameters, static value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Save_IsReadableAndTheSameInEveryCulture()
    {
        const string Expected = """
            {
              "format": "netsmith-model",
              "version": 1,
              "network": "TestNetwork",
              "input": [2],
              "layers": [
                {
                  "type": "Dense",
                  "in": 2,
                  "out": 3,
                  "weight": [
                    [0.5, -0.25],
                    [1, 0.125],
                    [-1, 2]
                  ],
                  "bias": [0.1, -0.2, 0.3]
                },
                {
                  "type": "Tanh"
                },
                {
                  "type": "Dense",
                  "in": 3,
                  "out": 1,
                  "weight": [
                    [1.5, -0.5, 0.25]
                  ],
                  "bias": [0]
                },
                {
                  "type": "Sigmoid"
                }
              ]
            }
            """;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["en-US", "de-DE", "fi-FI", "tr-TR", "ar-SA"])
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(Expected.ReplaceLineEndings("\n") + "\n", Document());
                Assert.Equal(Values, Load(Encoding.UTF8.GetBytes(Expected)));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Load_DescriptionOfAnotherSlope_IsRefused()
    {
        NetworkSummary narrow = TestNetworks.Mlp([2, 3], "LeakyRelu(0.01)"), wide = TestNetworks.Mlp([2, 3], "LeakyRelu(0.2)");
        using var folder = new TemporaryFolder();
        ModelFile.Save(folder.File("a.json"), narrow, new float[9]);
        var error = Assert.Throws<NetsmithFormatException>(() => ModelFile.Load(folder.File("a.json"), wide, new float[9]));
        Assert.Contains("'LeakyRelu(0.2)'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'LeakyRelu(0.01)'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\": 1,", "'version'")]
    [InlineData("\"out\": 3,", "'out'")]
    [InlineData("\"type\": \"Tanh\"", "'type'")]
    public void Load_KeyTwiceWithTheSameValue_IsRefused(string member, string named)
    {
        string repeated = member.EndsWith(',') ? member + member : $"{member}, {member}";
        byte[] document = Encoding.UTF8.GetBytes(Document().Replace(member, repeated, StringComparison.Ordinal));
        string message = Assert.Throws<NetsmithFormatException>(() => Load(document)).Message;
        Assert.Contains($"{named} twice", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightBeyondFloat_IsRefused()
    {
        foreach (string number in (string[])["1e39", "-1e400"])
        {
            byte[] document = Encoding.UTF8.GetBytes(Document().Replace("0.125", number, StringComparison.Ordinal));
            Assert.Contains("'0.weight'", Assert.Throws<NetsmithFormatException>(() => Load(document)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_Mutants_SucceedOrThrowFormatException()
    {
        var errors = new FormatReader(Stream.Null, "mutant");
        int refused = FormatFuzz.Run(Encoding.UTF8.GetBytes(Document()), bytes => JsonModelReader.Read(bytes, errors, Network), 6000, seed: 6);
        Assert.InRange(refused, 3000, 6000);
    }

    private static string Document()
    {
        using var stream = new MemoryStream();
        JsonModelWriter.Write(stream, Network, Values);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static float[] Load(byte[] document)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.json"), document);
        float[] parameters = new float[Network.ParameterCount];
        ModelFile.Load(folder.File("model.json"), Network, parameters);
        return parameters;
    }

    private static byte[] Changed(MalformedFile file)
    {
        string text = Document();
        if (!file.Entry.TryGetProperty("change", out var change))
            return Encoding.UTF8.GetBytes(file.Name == "valid_reordered.json" ? Reordered() : text);
        string operation = change.GetProperty("op").GetString()!;
        if (operation == "text")
            return ChangedText(file.Name, text);

        JsonNode root = JsonNode.Parse(text)!;
        string[] path = Translate(change.GetProperty("path").GetString()!).Split('/')[1..];
        JsonNode parent = path[..^1].Aggregate(root, static (node, key) => node is JsonArray array ? array[Index(key)]! : node[key]!);
        JsonNode? value = JsonNode.Parse(Translate(change.GetProperty("value").GetRawText()));
        switch (operation, parent)
        {
            case ("append", _): (parent is JsonArray list ? (JsonArray)list[Index(path[^1])]! : (JsonArray)parent[path[^1]]!).Add(value); break;
            case ("remove", JsonArray array): array.RemoveAt(Index(path[^1])); break;
            case ("remove", _): Assert.True(((JsonObject)parent).Remove(path[^1])); break;
            case (_, JsonArray array): array[Index(path[^1])] = value; break;
            default: parent[path[^1]] = value; break;
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());

        static int Index(string key) => int.Parse(key, CultureInfo.InvariantCulture);
    }

    /// <summary>The neutral document's names in ours: activations are layers of their own.</summary>
    private static string Translate(string text) => text
        .Replace("/layers/0/activation", "/layers/1/type", StringComparison.Ordinal)
        .Replace("/layers/1", text.EndsWith("activation", StringComparison.Ordinal) ? "/layers/1" : "/layers/2", StringComparison.Ordinal)
        .Replace("weights", "weight", StringComparison.Ordinal)
        .Replace("\"dense\"", "\"Dense\"", StringComparison.Ordinal)
        .Replace("\"activation\": \"sigmoid\",", "", StringComparison.Ordinal)
        .Replace("\"activation\":\"sigmoid\",", "", StringComparison.Ordinal);

    private static string Reordered()
    {
        var root = (JsonObject)JsonNode.Parse(Document())!;
        var reversed = new JsonObject();
        foreach ((string key, JsonNode? value) in root.Reverse().ToArray())
        {
            root.Remove(key);
            reversed.Add(key, value);
        }
        foreach (JsonObject layer in reversed["layers"]!.AsArray().Cast<JsonObject>())
        {
            foreach ((string key, JsonNode? value) in layer.Reverse().ToArray())
            {
                layer.Remove(key);
                layer.Add(key, value);
            }
        }
        return reversed.ToJsonString();
    }

    private static byte[] ChangedText(string name, string text)
    {
        string Replaced(string old, string replacement)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            return text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return name switch
        {
            "empty.json" => [],
            "null.json" => "null"u8.ToArray(),
            "number.json" => "3"u8.ToArray(),
            "truncated_half.json" => Encoding.UTF8.GetBytes(text)[..(text.Length / 2)],
            "truncated_1.json" => Encoding.UTF8.GetBytes(text.TrimEnd()[..^1]),
            "double_comma.json" => Encoding.UTF8.GetBytes(Replaced("0.5,", "0.5,,")),
            "trailing_comma.json" => Encoding.UTF8.GetBytes(Replaced("-0.25]", "-0.25,]")),
            "nan_literal.json" => Encoding.UTF8.GetBytes(Replaced("0.125", "NaN")),
            "infinity_literal.json" => Encoding.UTF8.GetBytes(Replaced("0.125", "-Infinity")),
            "leading_zero.json" => Encoding.UTF8.GetBytes(Replaced("0.125", "00.125")),
            "comma_decimal.json" => Encoding.UTF8.GetBytes(Replaced("0.125", "\"0,125\"")),
            "duplicate_layers.json" => Encoding.UTF8.GetBytes(text.TrimEnd()[..^1] + ", \"layers\": []}"),
            "deep_nesting.json" => Encoding.UTF8.GetBytes(Replaced("0.125", new string('[', 100_000) + new string(']', 100_000))),
            "invalid_utf8.json" => [.. Encoding.UTF8.GetBytes(text[..text.IndexOf("TestNetwork", StringComparison.Ordinal)]), 0xFF, .. Encoding.UTF8.GetBytes(text[text.IndexOf("TestNetwork", StringComparison.Ordinal)..])],
            "utf16.json" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "nul_bytes.json" => new byte[100],
            "control_char.json" => Encoding.UTF8.GetBytes(Replaced("TestNetwork", "Test\nNetwork")),
            "html.json" => "<html><body>404 Not Found</body></html>"u8.ToArray(),
            _ => throw new InvalidOperationException($"The corpus has a new text change, '{name}': apply it here."),
        };
    }
}
