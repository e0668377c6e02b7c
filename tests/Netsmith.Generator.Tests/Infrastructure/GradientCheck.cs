using System.Globalization;
using Netsmith.Generator.Planning;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>
/// Compares the gradients that emitted code computes, in double, with finite differences of its own loss: for every
/// parameter and every input of a batch, with random parameters, inputs and targets.
/// </summary>
internal static class GradientCheck
{
    /// <summary>Largest error relative to the larger of the two derivatives.</summary>
    public const double RelativeTolerance = 1e-6;

    /// <summary>
    /// What rounding leaves of a difference quotient of values near 1: 1e-16 / <see cref="Step"/>, with room for the sums.
    /// Gradients of these networks are around 1e-2, so that this hides nothing.
    /// </summary>
    private const double AbsoluteTolerance = 1e-10;

    /// <summary>Large enough for 11 good digits.</summary>
    private const double Step = 1e-4;

    /// <summary>
    /// The step of a second look where the first disagrees: a kink of the function (a rectifier's, an absolute error's) within
    /// the first step spoils the difference, not the gradient. Small enough to leave the kink out, still good for 9 digits; a
    /// wrong gradient is as wrong here.
    /// </summary>
    private const double SmallStep = 2e-6;

    private const string Dead = "every gradient is 0, for all seeds";

    /// <summary>Fails, naming the worst element, where the emitted gradients differ from the loss's differences.</summary>
    public static void Assert(NetworkAssembly networks, int index, int batchSize, uint seed)
    {
        string? problem = Find(networks.Double(index), networks.Plan(index), batchSize, seed);
        Xunit.Assert.True(problem is null, $"{Name(networks, index)}: {problem}");
    }

    /// <summary>The first disagreement, or null.</summary>
    public static string? Find(INetworkProbe<double> network, NetworkPlan plan, int batchSize, uint seed)
    {
        // Rectifiers may be off for all samples. That checks nothing, so such a draw is drawn again.
        string? problem = Dead;
        for (uint attempt = 0; attempt < 8 && ReferenceEquals(problem, Dead); attempt++)
            problem = FindOnce(network, plan, batchSize, seed + (attempt * 10_000));
        return problem;
    }

    private static string? FindOnce(INetworkProbe<double> network, NetworkPlan plan, int batchSize, uint seed)
    {
        double[] inputs = Values(batchSize * network.InputSize, seed, 1.5);
        double[] targets = Array.ConvertAll(Values(batchSize * network.OutputSize, seed + 1, 0.5), v => v + 0.5);
        int[] labels = [.. Values(batchSize, seed + 2, 1).Select(u => (int)((u + 1) / 2 * network.OutputSize))];
        Span<double> parameters = network.Parameters;
        foreach (ParameterSlice slice in plan.Parameters)
        {
            // Wide layers get smaller weights, as in practice: activations stay where derivatives are neither 0 nor huge.
            double scale = slice.Shape.Length == 2 ? Math.Sqrt(3.0 / slice.Shape[1]) : 0.5;
            Values(slice.Length, seed + 10 + (uint)slice.Offset, scale).CopyTo(parameters[slice.Offset..]);
        }

        ITrainerProbe<double> trainer = network.CreateTrainer(batchSize);
        double loss = trainer.ComputeGradients(inputs, labels, targets);
        if (!double.IsFinite(loss))
            return $"the loss is {loss}";
        double[] gradients = trainer.Gradients.ToArray(), inputGradients = trainer.InputGradients.ToArray();
        return Compare("parameter", parameters, gradients) ?? (plan.Model.InputGradient ? Compare("input", inputs, inputGradients) : null);

        string? Compare(string what, Span<double> values, double[] analytic)
        {
            if (analytic.Length > 0 && Array.TrueForAll(analytic, g => g == 0))
                return Dead;
            for (int i = 0; i < values.Length; i++)
            {
                double numeric = Derivative(ref values[i], Step);
                if (!Agree(numeric, analytic[i], AbsoluteTolerance)
                    && !Agree(Derivative(ref values[i], SmallStep), analytic[i], 5 * AbsoluteTolerance))
                    return string.Create(CultureInfo.InvariantCulture, $"{what} {i}: the emitted gradient is {analytic[i]:R}, differences of the loss give {numeric:R}");
            }

            return null;
        }

        // The five-point stencil: (8 (f(h) − f(−h)) − (f(2h) − f(−2h))) / 12h, exact up to h⁴.
        double Derivative(ref double value, double step)
        {
            double at = value;
            value = at + step;
            double near = Loss();
            value = at - step;
            near -= Loss();
            value = at + (2 * step);
            double far = Loss();
            value = at - (2 * step);
            far -= Loss();
            value = at;
            return ((8 * near) - far) / (12 * step);
        }

        double Loss() => trainer.ComputeGradients(inputs, labels, targets);
    }

    private static bool Agree(double numeric, double analytic, double absoluteTolerance) =>
        Math.Abs(numeric - analytic) <= absoluteTolerance + (RelativeTolerance * Math.Max(Math.Abs(numeric), Math.Abs(analytic)));

    /// <summary>The network's attributes as a summary names them.</summary>
    public static string Name(NetworkAssembly networks, int index)
    {
        NetworkPlan plan = networks.Plan(index);
        return $"{plan.Model.Input} {string.Join(", ", plan.Layers.Select(l => l.Description))}, {plan.Loss!.Definition.Describe(plan.Loss.Model)}";
    }

    /// <summary>Values in [-scale, scale) that depend on the seed alone.</summary>
    public static double[] Values(int count, uint seed, double scale)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = scale * ReferenceTensor.Hash32((uint)i, seed);
        return values;
    }
}
