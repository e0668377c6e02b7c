using Netsmith.Generator.Activations;
using Netsmith.Generator.Emission;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Planning;

/// <summary>An activation with the arguments it was declared with.</summary>
internal sealed record AppliedActivation(Activation Definition, LayerModel Arguments)
{
    /// <summary>Whether backward reads the activation's input; otherwise its output suffices.</summary>
    public bool ReadsInput => Definition.ReadsInput(Arguments);

    /// <summary>Whether f calls an elementary function, a chain of 20 instructions or more.</summary>
    public bool CallsMath(VectorType v) => Value(v, "x").Contains(v.Element.Math + ".");

    /// <summary>f(x), an expression for a vector in the variable <paramref name="x"/>.</summary>
    public string Value(VectorType v, string x) => Definition.Value(v, Arguments, x);

    /// <summary>f'(x) · d, where <paramref name="saved"/> is x or f(x).</summary>
    public string Backward(VectorType v, string d, string saved) => Definition.Backward(v, Arguments, d, saved);
}

/// <summary>
/// What becomes of a gradient that a kernel computes for its inputs: it is multiplied by the derivative of the activation
/// that was fused into the stage before, and stored.
/// </summary>
/// <param name="Activation">That activation, or null.</param>
internal sealed record GradientSink(AppliedActivation? Activation)
{
    /// <summary>The kernel's parameter for the values the derivative is computed from; empty where none is needed.</summary>
    public string Parameter(ElementType element) => Activation is null ? "" : $", {element.Name}* saved";

    /// <summary>The matching argument.</summary>
    public string Argument(string saved) => Activation is null ? "" : ", " + saved;

    /// <summary>
    /// The gradient to store for the elements of <paramref name="piece"/>, <paramref name="at"/> elements into the buffers: the
    /// variable itself, which is multiplied first. What was saved is read into a variable that ends in <paramref name="suffix"/>.
    /// </summary>
    public string Apply(CodeWriter w, Piece piece, string gradient, string at, string suffix = "")
    {
        if (Activation is null)
            return gradient;
        string kept = "kept" + suffix;
        w.Line($"{piece.Type.Name} {kept} = {piece.Load(Pointer.At("saved", at))};");
        w.Line($"{gradient} = {Activation.Backward(piece.Type, gradient, kept)};");
        return gradient;
    }
}
