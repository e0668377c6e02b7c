using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Optimizers;

/// <summary>
/// Every case of the reference vectors, which PyTorch computed in double precision. Ours is float: a step rounds a handful of
/// times, each to 6e-8, and the open-loop gradients include one of 100 that makes parameters of about 50; ten steps stay within
/// a relative 1e-6 plus an absolute 1e-6, a tenth and a hundredth of what the file suggests for float32. Where v is the difference of nearly equal
/// averages (centered RMSprop) the root magnifies the rounding, and the file's own tolerance applies.
/// </summary>
public sealed class OptimizerReferenceTests
{
    private const double Rtol = 1e-6, Atol = 1e-6;

    private static readonly Lazy<JsonElement> File = new(static () =>
        JsonDocument.Parse(System.IO.File.ReadAllText(SharedData.Path("reference", "optimizers", "optimizers.json"))).RootElement);

    private static readonly string[] CaseNames =
    [
        "sgd", "sgd_momentum", "sgd_nesterov", "sgd_dampening", "sgd_weight_decay", "sgd_momentum_weight_decay",
        "rmsprop", "rmsprop_alpha09", "rmsprop_centered", "rmsprop_momentum", "adagrad", "adagrad_lr_decay_init",
        "adam", "adam_weight_decay", "adam_amsgrad", "adamw", "adamax", "adadelta", "nadam", "radam",
    ];

    public static TheoryData<string> Cases => [.. CaseNames];

    [SharedFact]
    public void ReferenceFile_HasNoCaseWithoutTest()
    {
        string[] names = [.. File.Value.GetProperty("open_loop").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];
        string[] closed = [.. File.Value.GetProperty("closed_loop").GetProperty("runs").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!)];

        Assert.Equal(CaseNames.Order(), names.Order());
        Assert.Equal(names.Order(), closed.Order());
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void OpenLoop_TenSteps_MatchesPyTorch(string name)
    {
        JsonElement json = Case("open_loop", name);
        Optimizer optimizer = OptimizerCases.Create(json);
        float[] parameters = Flat(File.Value.GetProperty("params0"));
        (double rtol, double atol) = Tolerance(name);

        for (int step = 0; step < 10; step++)
        {
            optimizer.Step(parameters, Flat(File.Value.GetProperty("grads")[step]));
            AssertClose(json.GetProperty("params")[step], parameters, rtol, atol, $"{name} step {step + 1}");
        }

        Assert.Equal(10, optimizer.StepCount);
        AssertState(json.GetProperty("state_final"), optimizer.GetState(), rtol);
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void ClosedLoop_TenSteps_MatchesPyTorch(string name)
    {
        JsonElement problem = File.Value.GetProperty("closed_loop");
        JsonElement run = problem.GetProperty("runs").EnumerateArray().Single(r => r.GetProperty("name").GetString() == name);
        Optimizer optimizer = OptimizerCases.Create(Case("open_loop", name));
        float[] x = ReferenceTensor.Parse(problem.GetProperty("x")).Floats(), y = ReferenceTensor.Parse(problem.GetProperty("y")).Floats();
        float[] parameters = [.. ReferenceTensor.Parse(problem.GetProperty("w0")).Floats(), .. ReferenceTensor.Parse(problem.GetProperty("b0")).Floats()];
        float[] gradients = new float[parameters.Length];
        (double rtol, double atol) = Tolerance(name);

        for (int step = 0; step <= 10; step++)
        {
            double loss = LinearRegression(x, y, parameters, gradients);
            ReferenceTensor.AssertClose(run.GetProperty("losses")[step].GetDouble(), loss, rtol, atol, $"{name} loss before step {step + 1}");
            if (step < 10)
                optimizer.Step(parameters, gradients);
        }
    }

    /// <summary>Mean of (x·wᵀ + b − y)² over [6, 3] and its gradient, summed in double precision.</summary>
    private static double LinearRegression(float[] x, float[] y, float[] parameters, float[] gradients)
    {
        const int samples = 6, inputs = 4, outputs = 3;
        double loss = 0;
        double[] sums = new double[gradients.Length];
        for (int n = 0; n < samples; n++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double error = parameters[outputs * inputs + o] - y[n * outputs + o];
                for (int i = 0; i < inputs; i++)
                    error += (double)x[n * inputs + i] * parameters[o * inputs + i];
                loss += error * error / (samples * outputs);
                double slope = 2 * error / (samples * outputs);
                for (int i = 0; i < inputs; i++)
                    sums[o * inputs + i] += slope * x[n * inputs + i];
                sums[outputs * inputs + o] += slope;
            }
        }
        for (int i = 0; i < sums.Length; i++)
            gradients[i] = (float)sums[i];
        return loss;
    }

    private static void AssertState(JsonElement expected, OptimizerState state, double rtol)
    {
        foreach (JsonProperty property in expected.GetProperty("w").EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
                continue;
            OptimizerBuffer buffer = Assert.Single(state.Buffers, b => b.Name == property.Name);
            double[] values = [.. ReferenceTensor.Parse(property.Value).Data, .. ReferenceTensor.Parse(expected.GetProperty("b").GetProperty(property.Name)).Data];
            // Averages of 1e-12 squared are far below any absolute bound: here every digit counts.
            for (int i = 0; i < values.Length; i++)
                ReferenceTensor.AssertClose(values[i], buffer.Values[i], Math.Max(rtol, 4e-6), 1e-8, $"{property.Name}[{i}]");
        }
    }

    private static void AssertClose(JsonElement expected, float[] actual, double rtol, double atol, string what)
    {
        int weights = ReferenceTensor.Parse(expected.GetProperty("w")).Length;
        ReferenceTensor.Parse(expected.GetProperty("w")).AssertClose(actual.AsSpan(0, weights), rtol, atol, what + " w");
        ReferenceTensor.Parse(expected.GetProperty("b")).AssertClose(actual.AsSpan(weights), rtol, atol, what + " b");
    }

    private static (double Rtol, double Atol) Tolerance(string name)
    {
        if (name != "rmsprop_centered")
            return (Rtol, Atol);
        JsonElement suggested = File.Value.GetProperty("tolerance").GetProperty("float32");
        return (suggested.GetProperty("rtol").GetDouble(), suggested.GetProperty("atol").GetDouble());
    }

    private static float[] Flat(JsonElement json) => [.. ReferenceTensor.Parse(json.GetProperty("w")).Floats(), .. ReferenceTensor.Parse(json.GetProperty("b")).Floats()];

    private static JsonElement Case(string list, string name) =>
        File.Value.GetProperty(list).EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
}
