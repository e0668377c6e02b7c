using System.Globalization;
using System.Runtime.Intrinsics;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>
/// The numerical checks as a program of its own, since the vector width is fixed when a process starts:
/// <c>dotnet exec Netsmith.Generator.Tests.dll 256 de-DE</c> demands that width and runs under that culture.
/// </summary>
internal static class WidthProgram
{
    /// <summary>Of every kind of kernel and pass something, with tails of every length.</summary>
    private static readonly string[] Gradients =
    [
        "[Network(33, InputGradient = true), Dense(17), Tanh, Dense(31), Silu, Dense(5), SoftmaxCrossEntropy]",
        "[Network(7, InputGradient = true), Dense(15), Gelu, Dropout(0.3), Mish, Softmax, Dense(13), LogSoftmax, MeanSquaredError]",
        "[Network(19, InputGradient = true), Elu, Softplus, Softsign, SigmoidCrossEntropy]",
        "[Network(7), Dense(12), Silu, Dense(8), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]",
        "[Network(3), Dense(5), Tanh, Dense(4), Huber(0.3)]",
        "[Network(57), Dense(18), Gelu, Dense(3), MeanSquaredError]",
    ];

    private static readonly (int Inputs, int Outputs)[] Shapes = [(1, 1), (5, 7), (16, 16), (31, 33), (47, 13), (65, 6), (784, 10), (1, 35), (3, 15), (7, 37), (12, 9), (16, 67), (1030, 300), (64, 21), (127, 19), (100, 16)];

    public static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(args[1]);
        int bits = VectorWidth.Bits;
        Assert.Equal(args[0], bits.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(bits >= 256, Vector256.IsHardwareAccelerated);

        NetworkAssembly inDouble = NetworkAssembly.Compile(Gradients, Emitted.Double);
        for (int i = 0; i < Gradients.Length; i++)
            foreach (int batchSize in new[] { 2, 7, 19 })
                GradientCheck.Assert(inDouble, i, batchSize, 300 + (uint)i);

        NetworkAssembly networks = NetworkAssembly.Compile(
            [.. Shapes.Select(s => $"[Network({s.Inputs}, InputGradient = true), Dense({s.Outputs}), MeanSquaredError]"), .. Gradients], Emitted.Float);
        for (int i = 0; i < networks.Count; i++)
        {
            string what = GradientCheck.Name(networks, i);
            if (i < Shapes.Length)
                foreach (int batchSize in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 13, 32, 70 })
                    DenseCheck.Assert(networks.Float(i), batchSize, what);
            SameBits.AssertWhereverInTheBatch(networks.Float(i), what);
        }

        SoftmaxSizeCheck.Assert();

        Console.WriteLine(FormattableString.Invariant($"{Gradients.Length} networks in double and {networks.Count} in float agree at {bits} bits under {args[1]}."));
        return 0;
    }
}
