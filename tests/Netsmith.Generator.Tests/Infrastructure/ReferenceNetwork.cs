using System.Globalization;
using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>Translates the layer list of a reference network ("ref-network-1") into attributes.</summary>
internal static class ReferenceNetwork
{
    /// <summary>The attribute list; fails for a layer that has no attribute.</summary>
    public static string Attributes(JsonElement network)
    {
        string input = string.Join(", ", network.GetProperty("in_shape").EnumerateArray().Select(size => size.GetInt32().ToString(CultureInfo.InvariantCulture)));
        IEnumerable<JsonElement> layers = network.GetProperty("layers").EnumerateArray();
        string loss = network.GetProperty("loss").GetProperty("type").GetString()!;
        return $"[Network({input}, InputGradient = true), {string.Join(", ", layers.Select(Layer))}, {Loss(loss)}]";
    }

    /// <summary>Whether every layer of the network has an attribute so far.</summary>
    public static bool IsTranslatable(JsonElement network) =>
        network.GetProperty("layers").EnumerateArray().All(layer => layer.GetProperty("type").GetString() is
            "linear" or "flatten" or "dropout" or "relu" or "leaky_relu" or "elu" or "gelu" or "gelu_tanh" or "silu" or "mish" or "sigmoid"
            or "tanh" or "softplus" or "softsign" or "hardtanh" or "log_softmax");

    /// <summary>An activation of activations.json as an attribute; null where there is none.</summary>
    public static string? Activation(string name, JsonElement arguments) => name switch
    {
        "relu" => "Relu",
        "leaky_relu" => $"LeakyRelu({Number(arguments, "negative_slope")})",
        "elu" => $"Elu({Number(arguments, "alpha")})",
        "selu" => "Selu",
        "gelu" => "Gelu",
        "gelu_tanh" => "Gelu(Approximate = true)",
        "silu" => "Silu",
        "mish" => "Mish",
        "sigmoid" => "Sigmoid",
        "tanh" => "Tanh",
        "softplus" => "Softplus",
        "softsign" => "Softsign",
        "hardsigmoid" => "HardSigmoid",
        "hardtanh" => "HardTanh",
        "softmax" => "Softmax",
        "log_softmax" => "LogSoftmax",
        _ => null,
    };

    /// <summary>A loss of losses.json as attributes; fails for one that has none.</summary>
    public static string Loss(string name, JsonElement arguments) => name switch
    {
        "mse" => "MeanSquaredError",
        "l1" => "MeanAbsoluteError",
        "huber" => $"Huber({Number(arguments, "delta")})",
        "smooth_l1" => $"SmoothL1({Number(arguments, "beta")})",
        "cross_entropy" => $"SoftmaxCrossEntropy(LabelSmoothing = {Number(arguments, "label_smoothing")})",
        "bce_with_logits" => "SigmoidCrossEntropy",
        "bce" => "BinaryCrossEntropy",
        "cross_entropy_soft" => "SoftTargetCrossEntropy",
        "nll" => "NegativeLogLikelihood",
        "kl_div" => "KullbackLeiblerDivergence",
        "fastai_mnist_loss" => "Sigmoid, MeanAbsoluteError",
        _ => throw new NotSupportedException($"No attribute for '{name}'."),
    };

    private static string Layer(JsonElement layer)
    {
        string type = layer.GetProperty("type").GetString()!;
        return type switch
        {
            "linear" => $"Dense({layer.GetProperty("out").GetInt32()}{(layer.GetProperty("bias").GetBoolean() ? "" : ", Bias = false")})",
            "flatten" => "Flatten",
            "dropout" => $"Dropout({Number(layer, "p")})",
            _ => Activation(type, layer) ?? throw new NotSupportedException($"No attribute for '{type}'."),
        };
    }

    private static string Loss(string type) => type switch
    {
        "cross_entropy" => "SoftmaxCrossEntropy",
        "nll" => "NegativeLogLikelihood",
        "bce_with_logits" => "SigmoidCrossEntropy",
        "bce" => "BinaryCrossEntropy",
        "mse" => "MeanSquaredError",
        _ => throw new NotSupportedException($"No attribute for '{type}'."),
    };

    private static string Number(JsonElement json, string name) => ReferenceTensor.Number(json.GetProperty(name)).ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A file of reference values with the tolerances it suggests.</summary>
internal sealed class ReferenceFile
{
    private readonly JsonElement _root;

    private ReferenceFile(JsonElement root) => _root = root;

    public static ReferenceFile Read(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path(["reference", .. path])));
        return new ReferenceFile(document.RootElement.Clone());
    }

    public JsonElement Root => _root;

    public IEnumerable<JsonElement> Cases => _root.GetProperty("cases").EnumerateArray();

    /// <summary>(rtol, atol) for float or double.</summary>
    public (double Relative, double Absolute) Tolerance<T>()
    {
        JsonElement tolerance = _root.GetProperty("tolerance");
        return tolerance.TryGetProperty(typeof(T) == typeof(float) ? "float32" : "float64", out JsonElement given)
            ? (given.GetProperty("rtol").GetDouble(), given.GetProperty("atol").GetDouble())
            : (1e-5, 1e-6);
    }
}
