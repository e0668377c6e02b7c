using Netsmith.Generator.Activations;
using Netsmith.Generator.Losses;

namespace Netsmith.Generator.Layers;

/// <summary>Something an attribute stands for.</summary>
internal interface IDefinition
{
    /// <summary>The attribute's name without its suffix.</summary>
    string Kind { get; }
}

/// <summary>
/// Every layer, activation and loss in this assembly, by kind. They are found, not listed, so that adding one touches
/// its own file only.
/// </summary>
internal static class Catalog
{
    private static readonly SortedDictionary<string, IDefinition> Definitions = Find();

    public static IEnumerable<IDefinition> All => Definitions.Values;

    /// <summary>The layer (an activation counts as one), or null if there is none of this kind.</summary>
    public static LayerDefinition? Layer(string kind) =>
        Definitions.TryGetValue(kind, out IDefinition found)
            ? found as LayerDefinition ?? (found is Activation activation ? new ActivationLayer(activation) : null)
            : null;

    /// <summary>The elementwise activation, or null if the kind is something else.</summary>
    public static Activation? Activation(string kind) =>
        Definitions.TryGetValue(kind, out IDefinition found) ? found as Activation : null;

    /// <summary>The loss, or null if there is none of this kind.</summary>
    public static Loss? Loss(string kind) =>
        Definitions.TryGetValue(kind, out IDefinition found) ? found as Loss : null;

    private static SortedDictionary<string, IDefinition> Find()
    {
        var found = new SortedDictionary<string, IDefinition>(StringComparer.Ordinal);
        foreach (Type type in typeof(Catalog).Assembly.GetTypes())
        {
            if (!type.IsAbstract && typeof(IDefinition).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)
            {
                var definition = (IDefinition)Activator.CreateInstance(type);
                found.Add(definition.Kind, definition);
            }
        }
        return found;
    }
}
