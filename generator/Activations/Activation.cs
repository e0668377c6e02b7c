using Netsmith.Generator.Emission;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Activations;

/// <summary>
/// An elementwise function: its value and its derivative side by side, as vector expressions. One subclass in one file;
/// <see cref="Catalog"/> finds it.
/// </summary>
internal abstract class Activation : IDefinition
{
    /// <summary>The attribute's name without its suffix. By convention the definition's class name.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>The arguments that are out of range, if any.</summary>
    public virtual IEnumerable<ArgumentError> Check(LayerModel layer) => [];

    /// <summary>As a summary table shows it: <c>LeakyRelu(0.01)</c>.</summary>
    public virtual string Describe(LayerModel layer) => Kind;

    /// <summary>Whether the derivative is computed from the input; otherwise from the output, which is kept anyway.</summary>
    public virtual bool ReadsInput(LayerModel layer) => false;

    /// <summary>f(x), where <paramref name="x"/> is a variable.</summary>
    public abstract string Value(VectorType v, LayerModel layer, string x);

    /// <summary>d · f'(x), where the variable <paramref name="saved"/> holds f(x), or x if <see cref="ReadsInput"/>.</summary>
    public abstract string Backward(VectorType v, LayerModel layer, string d, string saved);

    /// <summary>Where the condition's lanes are set, the first expression; elsewhere the second.</summary>
    protected static string Select(VectorType v, string condition, string then, string otherwise) =>
        $"{v.Class}.ConditionalSelect({condition}, {then}, {otherwise})";

    /// <summary>a &lt; b by lane; false for NaN.</summary>
    protected static string Less(VectorType v, string a, string b) => $"{v.Class}.LessThan({a}, {b})";

    /// <summary>a &gt; b by lane; false for NaN.</summary>
    protected static string Greater(VectorType v, string a, string b) => $"{v.Class}.GreaterThan({a}, {b})";

    /// <summary>x between two limits. NaN stays NaN, which Min and Max would not promise on every processor.</summary>
    protected static string Clamp(VectorType v, string x, double low, double high) =>
        Select(v, Less(v, x, v.Constant(low)), v.Constant(low), Select(v, Greater(v, x, v.Constant(high)), v.Constant(high), x));

    /// <summary>A call of the vector math functions.</summary>
    protected static string Math(VectorType v, string function, string x) => $"{v.Element.Math}.{function}({x})";

    /// <summary>An error unless the argument is finite and at least <paramref name="minimum"/>.</summary>
    protected static IEnumerable<ArgumentError> CheckAtLeast(LayerModel layer, string name, double fallback, double minimum)
    {
        double value = layer.Number(name, fallback);
        if (!(value >= minimum) || double.IsInfinity(value))
            yield return new ArgumentError(name, "a finite number of at least " + Literal.Plain(minimum), value);
    }
}
