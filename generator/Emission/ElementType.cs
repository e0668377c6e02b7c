namespace Netsmith.Generator.Emission;

/// <summary>
/// The type of parameters and activations. Users get <see cref="Float"/>; the tests emit the same kernels in double,
/// where a wrong derivative cannot hide behind rounding.
/// </summary>
/// <param name="Name">The C# keyword.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Math">The class with <c>Exp</c>, <c>Tanh</c> and the others for vectors of this type, as the kernels write it.</param>
internal sealed record ElementType(string Name, int Size, string Math)
{
    public static readonly ElementType Float = new("float", 4, "VectorMath");

    /// <summary>Whether this is the type users get, with every member; otherwise only the kernels and a bare trainer are emitted.</summary>
    public bool IsFloat => Size == 4;
}
