using System.Text.Json;
using Netsmith.TestSupport;

namespace Netsmith.Tests.Serialization;

/// <summary>Comparison of what was read with what the reference data says.</summary>
internal static class NumericArrays
{
    public static void AssertEqual(JsonElement expected, NumericArray actual)
    {
        var tensor = ReferenceTensor.Parse(expected);
        Assert.Equal(tensor.Shape, actual.Shape);
        Assert.Equal(tensor.Data, actual.ToDoubles());
    }
}
