using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Optimizers;

/// <summary>The optimizers of the reference vectors, made from PyTorch's class and arguments, and a list with every variant of ours.</summary>
internal static class OptimizerCases
{
    /// <summary>One optimizer for each branch of each rule.</summary>
    public static IReadOnlyDictionary<string, Func<Optimizer>> All { get; } = new Dictionary<string, Func<Optimizer>>
    {
        ["sgd"] = static () => new Sgd(0.1f),
        ["sgd decay"] = static () => new Sgd(0.1f) { WeightDecay = 0.01 },
        ["sgd momentum"] = static () => new Sgd(0.1f) { Momentum = 0.9, Dampening = 0.3, WeightDecay = 0.01 },
        ["sgd nesterov"] = static () => new Sgd(0.1f) { Momentum = 0.9, Nesterov = true },
        ["sgd keras"] = static () => Sgd.Keras(momentum: 0.9),
        ["sgd keras nesterov"] = static () => Sgd.Keras(momentum: 0.9, nesterov: true),
        ["rmsprop"] = static () => new RmsProp(),
        ["rmsprop all"] = static () => new RmsProp { Centered = true, Momentum = 0.9, WeightDecay = 0.01 },
        ["rmsprop centered"] = static () => new RmsProp { Centered = true },
        ["rmsprop keras"] = static () => RmsProp.Keras(momentum: 0.5, centered: true),
        ["adagrad"] = static () => new Adagrad { LearningRateDecay = 0.1, InitialAccumulator = 0.5, WeightDecay = 0.01 },
        ["adagrad keras"] = static () => Adagrad.Keras(),
        ["adadelta"] = static () => new Adadelta { WeightDecay = 0.01 },
        ["adadelta keras"] = static () => Adadelta.Keras(),
        ["adam"] = static () => new Adam { WeightDecay = 0.01 },
        ["adam amsgrad"] = static () => new Adam { AmsGrad = true, Beta2 = 0.9 },
        ["adam keras"] = static () => Adam.Keras(),
        ["adamw"] = static () => new AdamW { AmsGrad = true },
        ["adamw keras"] = static () => AdamW.Keras(),
        ["adamax"] = static () => new Adamax { WeightDecay = 0.01 },
        ["adamax keras"] = static () => Adamax.Keras(),
        ["nadam"] = static () => new NAdam { WeightDecay = 0.01 },
        ["nadam keras"] = static () => NAdam.Keras(),
        ["radam"] = static () => new RAdam { WeightDecay = 0.01 },
    };

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    /// <summary>Our optimizer for a case of the reference file. An argument nobody asked for fails the test.</summary>
    public static Optimizer Create(JsonElement json)
    {
        JsonElement arguments = json.GetProperty("args");
        var used = new HashSet<string>(StringComparer.Ordinal);
        double Number(string name, double fallback) => Use(name) is JsonElement value ? value.GetDouble() : fallback;
        bool Flag(string name) => Use(name) is JsonElement value && value.GetBoolean();
        double Beta(int index) => Use("betas") is JsonElement value ? value[index].GetDouble() : (index == 0 ? 0.9 : 0.999);
        JsonElement? Use(string name)
        {
            used.Add(name);
            return arguments.TryGetProperty(name, out JsonElement value) ? value : null;
        }

        float rate = (float)Number("lr", double.NaN);
        Optimizer optimizer = json.GetProperty("class").GetString() switch
        {
            "SGD" => new Sgd(rate) { Momentum = Number("momentum", 0), Dampening = Number("dampening", 0), Nesterov = Flag("nesterov"), WeightDecay = Number("weight_decay", 0) },
            "RMSprop" => new RmsProp(rate) { Alpha = Number("alpha", 0.99), Epsilon = Number("eps", 1e-8), Centered = Flag("centered"), Momentum = Number("momentum", 0) },
            "Adagrad" => new Adagrad(rate) { LearningRateDecay = Number("lr_decay", 0), InitialAccumulator = Number("initial_accumulator_value", 0), Epsilon = Number("eps", 1e-10) },
            "Adadelta" => new Adadelta(rate) { Rho = Number("rho", 0.9), Epsilon = Number("eps", 1e-6) },
            "Adam" => new Adam(rate) { Beta1 = Beta(0), Beta2 = Beta(1), Epsilon = Number("eps", 1e-8), WeightDecay = Number("weight_decay", 0), AmsGrad = Flag("amsgrad") },
            "AdamW" => new AdamW(rate) { Beta1 = Beta(0), Beta2 = Beta(1), Epsilon = Number("eps", 1e-8), WeightDecay = Number("weight_decay", 0.01) },
            "Adamax" => new Adamax(rate) { Beta1 = Beta(0), Beta2 = Beta(1), Epsilon = Number("eps", 1e-8) },
            "NAdam" => new NAdam(rate) { Beta1 = Beta(0), Beta2 = Beta(1), Epsilon = Number("eps", 1e-8), MomentumDecay = Number("momentum_decay", 0.004) },
            "RAdam" => new RAdam(rate) { Beta1 = Beta(0), Beta2 = Beta(1), Epsilon = Number("eps", 1e-8) },
            string other => throw new NotSupportedException($"No optimizer for PyTorch's {other}."),
            null => throw new NotSupportedException("A case without a class."),
        };
        foreach (JsonProperty argument in arguments.EnumerateObject())
            Assert.True(used.Contains(argument.Name), $"argument '{argument.Name}' is not understood");
        return optimizer;
    }

    /// <summary>Values in [-1, 1).</summary>
    public static float[] Values(int count, uint seed)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)ReferenceTensor.Hash32((uint)i, seed);
        return values;
    }
}
