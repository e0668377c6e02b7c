using System.Numerics;
using Netsmith.TestSupport;

namespace Netsmith.Generator.Tests.Numerics;

/// <summary>One test for both element types.</summary>
internal static class ElementConversion
{
    public static T[] To<T>(this double[] values)
        where T : INumber<T> => Array.ConvertAll(values, T.CreateTruncating);

    public static double[] ToDoubles<T>(this ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = double.CreateTruncating(values[i]);
        return result;
    }

    public static double[] ToDoubles<T>(this Span<T> values)
        where T : INumber<T> => ((ReadOnlySpan<T>)values).ToDoubles();

    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, (double Relative, double Absolute) tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            ReferenceTensor.AssertClose(expected[i], actual[i], tolerance.Relative, tolerance.Absolute, $"{what}[{i}]");
    }
}
