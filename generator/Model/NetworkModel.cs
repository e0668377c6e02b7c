namespace Netsmith.Generator.Model;

/// <summary>What the user said, and nothing derived from it: the declaration, the input shape, the layers in order, the loss.</summary>
/// <param name="Declaration">The class to extend.</param>
/// <param name="Input">Shape of one input sample, as given to <c>[Network]</c>.</param>
/// <param name="InputGradient">Whether dL/dInput is wanted.</param>
/// <param name="Layers">Layers and activations in reading order. A layer's index here is its index in parameter names.</param>
/// <param name="Loss">The loss attribute, or null for a network that is not trained.</param>
/// <param name="SparseInput">Whether evaluating one sample skips inputs that are zero.</param>
internal sealed record NetworkModel(
    DeclarationModel Declaration,
    TensorShape Input,
    bool InputGradient,
    EquatableArray<LayerModel> Layers,
    LayerModel? Loss,
    bool SparseInput = false);

/// <summary>One layer, activation or loss attribute.</summary>
/// <param name="Kind">The attribute's name without the suffix: <c>Dense</c>.</param>
/// <param name="Arguments">Every argument that was written, by the name of its constructor parameter or property.</param>
internal sealed record LayerModel(string Kind, EquatableArray<LayerArgument> Arguments)
{
    /// <summary>The argument's value, or <paramref name="fallback"/> where it was not written.</summary>
    public double Number(string name, double fallback)
    {
        foreach (LayerArgument argument in Arguments)
            if (argument.Name == name)
                return argument.Value;
        return fallback;
    }

    /// <summary>An integer argument. Attribute constructors take it as an int, so nothing is lost.</summary>
    public int Integer(string name, int fallback) => (int)Number(name, fallback);

    /// <summary>A Boolean argument.</summary>
    public bool Flag(string name, bool fallback) => Number(name, fallback ? 1 : 0) != 0;
}

/// <summary>One written argument. Integers, Booleans (0 or 1) and enum values are exact as doubles.</summary>
internal sealed record LayerArgument(string Name, double Value);

/// <summary>Where the generated part has to be declared.</summary>
/// <param name="Namespace">The namespace, escaped where a part is a keyword; empty for the global one.</param>
/// <param name="ContainingTypes">From the outermost inwards.</param>
/// <param name="Name">The class's name, escaped where it is a keyword.</param>
/// <param name="HintName">Unique, valid file name of the generated source.</param>
internal sealed record DeclarationModel(
    string Namespace,
    EquatableArray<ContainingTypeModel> ContainingTypes,
    string Name,
    string HintName);

/// <summary>A type around the network's class, repeated as it was declared: <c>record struct</c> and its name.</summary>
internal sealed record ContainingTypeModel(string Keyword, string Name);

/// <summary>What the consuming project's compilation allows: decided once for the project, not for each network.</summary>
/// <param name="AllowsUnsafe">Whether pointers may be emitted.</param>
/// <param name="HasVectorFusedMultiplyAdd">Whether <c>Vector512.FusedMultiplyAdd</c> exists (.NET 9 and later).</param>
internal sealed record TargetModel(bool AllowsUnsafe, bool HasVectorFusedMultiplyAdd);
