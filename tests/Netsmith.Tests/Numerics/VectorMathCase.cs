using System.Runtime.Intrinsics;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.Numerics;

/// <summary>One function of <see cref="VectorMath"/>: its overloads, its true value and the error that is promised.</summary>
/// <param name="MaxUlp">The largest error allowed, in units in the last place of the true value.</param>
internal sealed record VectorMathCase(
    string Name,
    Func<float, float> Scalar,
    Func<Vector128<float>, Vector128<float>> Wide128,
    Func<Vector256<float>, Vector256<float>> Wide256,
    Func<Vector512<float>, Vector512<float>> Wide512,
    Func<double, double> Truth,
    double MaxUlp)
{
    /// <summary>The error is promised from here on: below it Mish is the product of x and a subnormal number.</summary>
    public float Least { get; init; } = float.NegativeInfinity;

    public static readonly VectorMathCase[] All =
    [
        new("Exp", VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, Math.Exp, 1.1),
        new("ExpM1", VectorMath.ExpM1, VectorMath.ExpM1, VectorMath.ExpM1, VectorMath.ExpM1, TrueValues.ExpM1, 2),
        new("Log", VectorMath.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log, Math.Log, 2),
        new("Log1P", VectorMath.Log1P, VectorMath.Log1P, VectorMath.Log1P, VectorMath.Log1P, TrueValues.Log1P, 2),
        new("Softplus", VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, TrueValues.Softplus, 2.5),
        new("Sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, TrueValues.Sigmoid, 2.5),
        new("Tanh", VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, 2.5),
        new("Erf", VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, TrueValues.Erf, 2),
        new("NormalCdf", VectorMath.NormalCdf, VectorMath.NormalCdf, VectorMath.NormalCdf, VectorMath.NormalCdf, TrueValues.NormalCdf, 4),
        new("NormalDensity", VectorMath.NormalDensity, VectorMath.NormalDensity, VectorMath.NormalDensity, VectorMath.NormalDensity, TrueValues.NormalDensity, 3),
        new("Mish", VectorMath.Mish, VectorMath.Mish, VectorMath.Mish, VectorMath.Mish, TrueValues.Mish, 5) { Least = -87 },
    ];

    public static VectorMathCase Find(string name) => All.Single(c => c.Name == name);

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];
}
