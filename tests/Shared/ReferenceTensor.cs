using System.Globalization;
using System.Text.Json;

namespace Netsmith.TestSupport;

/// <summary>
/// A tensor of the reference vectors: <c>{"shape", "data"}</c>, a <c>{"formula"}</c> that is evaluated here, or a summary of a
/// large result (<c>sum</c>, <c>sum_abs</c>, <c>sum_sq</c>, <c>weighted</c>, <c>first</c>, <c>last</c>, <c>strided</c>).
/// NaN and infinities are the texts "NaN", "Infinity", "-Infinity".
/// </summary>
internal sealed class ReferenceTensor
{
    private readonly double[]? _data;
    private readonly JsonElement _json;

    private ReferenceTensor(int[] shape, double[]? data, JsonElement json) => (Shape, _data, _json) = (shape, data, json);

    public int[] Shape { get; }

    /// <summary>The number of values: the product of the shape.</summary>
    public int Length => Shape.Aggregate(1, static (product, size) => checked(product * size));

    /// <summary>True where the file holds a summary in place of the values.</summary>
    public bool IsSummary => _data is null;

    /// <summary>All values, row-major. Fails for a summary: compare those with AssertClose.</summary>
    public double[] Data => _data ?? throw new InvalidOperationException("This reference tensor is a summary; use AssertClose.");

    /// <summary>All values as float32.</summary>
    public float[] Floats() => Array.ConvertAll(Data, static value => (float)value);

    /// <summary>All values as integers (labels, ids, masks).</summary>
    public int[] Integers() => Array.ConvertAll(Data, static value => checked((int)value));

    /// <summary>Reads a tensor object, or a plain (nested) array of numbers.</summary>
    public static ReferenceTensor Parse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return new(ArrayShape(json), [.. Flatten(json)], json);
        int[] shape = json.TryGetProperty("shape", out JsonElement sizes) ? [.. sizes.EnumerateArray().Select(static size => size.GetInt32())] : [];
        if (json.TryGetProperty("formula", out JsonElement formula))
        {
            int length = shape.Aggregate(1, static (product, size) => product * size);
            return new(shape, Evaluate(formula.GetString()!, json, length), json);
        }
        return new(shape, json.TryGetProperty("data", out JsonElement data) ? [.. Flatten(data)] : null, json);
    }

    /// <summary>A number, or one of the texts that stand for NaN and the infinities.</summary>
    public static double Number(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture)
        : json.GetDouble();

    /// <summary>The formula "hash32" with scale 1 and offset 0: u(k) in [-1, 1), a multiple of 2^-23.</summary>
    public static double Hash32(uint index, uint seed)
    {
        unchecked
        {
            uint x = index + seed * 0x9E3779B9;
            x ^= x >> 16;
            x *= 0x7FEB352D;
            x ^= x >> 15;
            x *= 0x846CA68B;
            x ^= x >> 16;
            return (x >> 8) / 8388608.0 - 1.0;
        }
    }

    /// <summary>Asserts |actual - expected| &lt;= atol + rtol·|expected| for every value, or for what a summary tells.</summary>
    public void AssertClose(ReadOnlySpan<float> actual, double rtol, double atol, string what)
    {
        double[] widened = new double[actual.Length];
        for (int i = 0; i < widened.Length; i++)
            widened[i] = actual[i];
        AssertClose(widened, rtol, atol, what);
    }

    /// <inheritdoc cref="AssertClose(ReadOnlySpan{float}, double, double, string)"/>
    public void AssertClose(ReadOnlySpan<double> actual, double rtol, double atol, string what)
    {
        Assert.True(actual.Length == Length, $"{what}: expected {Length} values, found {actual.Length}");
        if (_data is not null)
        {
            for (int i = 0; i < _data.Length; i++)
                AssertClose(_data[i], actual[i], rtol, atol, $"{what}[{i}]");
            return;
        }
        AssertRun("first", actual[..List("first").Length], rtol, atol, what);
        AssertRun("last", actual[^List("last").Length..], rtol, atol, what);
        int stride = _json.GetProperty("stride").GetInt32();
        double[] strided = new double[(actual.Length + stride - 1) / stride];
        for (int i = 0; i < strided.Length; i++)
            strided[i] = actual[i * stride];
        AssertRun("strided", strided, rtol, atol, what);

        double sum = 0, sumAbs = 0, sumSq = 0, weighted = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            sum += actual[i];
            sumAbs += Math.Abs(actual[i]);
            sumSq += actual[i] * actual[i];
            weighted += actual[i] * Hash32((uint)i, 999);
        }
        // Errors of a sum are measured against the sum of magnitudes: the sum itself may cancel to nearly nothing.
        double scale = rtol * _json.GetProperty("sum_abs").GetDouble() + atol * actual.Length;
        AssertClose(_json.GetProperty("sum").GetDouble(), sum, 0, scale, $"{what}.sum");
        AssertClose(_json.GetProperty("sum_abs").GetDouble(), sumAbs, 0, scale, $"{what}.sum_abs");
        AssertClose(_json.GetProperty("weighted").GetDouble(), weighted, 0, scale, $"{what}.weighted");
        AssertClose(_json.GetProperty("sum_sq").GetDouble(), sumSq, 2 * rtol, 2 * atol * _json.GetProperty("sum_abs").GetDouble() + 1e-30, $"{what}.sum_sq");
    }

    /// <summary>Asserts |actual - expected| &lt;= atol + rtol·|expected|; NaN matches NaN, an infinity itself.</summary>
    public static void AssertClose(double expected, double actual, double rtol, double atol, string what)
    {
        bool close = double.IsFinite(expected)
            ? Math.Abs(actual - expected) <= atol + rtol * Math.Abs(expected)
            : actual.Equals(expected);
        Assert.True(close, string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, found {actual:R} (rtol {rtol}, atol {atol})"));
    }

    private void AssertRun(string name, ReadOnlySpan<double> actual, double rtol, double atol, string what)
    {
        double[] expected = List(name);
        Assert.True(expected.Length == actual.Length, $"{what}.{name}: expected {expected.Length} values, found {actual.Length}");
        for (int i = 0; i < expected.Length; i++)
            AssertClose(expected[i], actual[i], rtol, atol, $"{what}.{name}[{i}]");
    }

    private double[] List(string name) => [.. _json.GetProperty(name).EnumerateArray().Select(Number)];

    private static double[] Evaluate(string formula, JsonElement json, int length)
    {
        double[] values = new double[length];
        if (formula == "zeros")
            return values;
        if (formula != "hash32")
            throw new NotSupportedException($"Unknown formula '{formula}' in the reference data.");
        uint seed = json.GetProperty("seed").GetUInt32();
        double scale = json.GetProperty("scale").GetDouble(), offset = json.GetProperty("offset").GetDouble();
        for (int i = 0; i < length; i++)
            values[i] = Hash32((uint)i, seed) * scale + offset;
        return values;
    }

    private static int[] ArrayShape(JsonElement json)
    {
        List<int> shape = [];
        for (; json.ValueKind == JsonValueKind.Array; json = json[0])
        {
            shape.Add(json.GetArrayLength());
            if (shape[^1] == 0)
                break;
        }
        return [.. shape];
    }

    private static IEnumerable<double> Flatten(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray().SelectMany(Flatten)
        : [Number(json)];
}
