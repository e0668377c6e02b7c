namespace Netsmith.Tests.Serialization;

/// <summary>Summaries as the generator writes them, for tests that need no generated class.</summary>
internal static class TestNetworks
{
    /// <summary>Dense layers of the given sizes with activations between them: names and offsets as in PyTorch's nn.Sequential.</summary>
    /// <param name="sizes">Inputs, then the outputs of each dense layer.</param>
    /// <param name="activations">The activation after each dense layer; null for none.</param>
    public static NetworkSummary Mlp(int[] sizes, params string?[] activations)
    {
        List<LayerSummary> layers = [];
        List<ParameterInfo> parameters = [];
        int offset = 0;
        for (int i = 1; i < sizes.Length; i++)
        {
            (int fanIn, int fanOut) = (sizes[i - 1], sizes[i]);
            parameters.Add(new($"{layers.Count}.weight", [fanOut, fanIn], offset));
            parameters.Add(new($"{layers.Count}.bias", [fanOut], offset + fanOut * fanIn));
            offset += fanOut * (fanIn + 1);
            layers.Add(new(layers.Count, "Dense", $"Dense({fanOut})", [fanOut], fanOut * (fanIn + 1), (long)fanOut * fanIn));
            if (i <= activations.Length && activations[i - 1] is string activation)
                layers.Add(new(layers.Count, activation.Split('(')[0], activation, [fanOut], 0, 0));
        }
        return new("TestNetwork", [sizes[0]], [.. layers], [.. parameters], null);
    }

    /// <summary>Parameters that are all different, with values that test text formats: tiny, huge, negative zero, 17 digits.</summary>
    public static float[] AwkwardParameters(int count)
    {
        float[] special = [-0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-38f, 0.1f, 16777217f, 1f / 3, -1e20f];
        float[] values = new float[count];
        var rng = new Rng(5);
        for (int i = 0; i < count; i++)
            values[i] = i < special.Length ? special[i] : rng.NextNormal();
        return values;
    }
}
