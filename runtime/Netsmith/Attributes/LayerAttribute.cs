namespace Netsmith;

/// <summary>
/// Base of every layer and activation attribute. A layer's index among these attributes is its index in parameter names
/// (<c>"0.weight"</c>), as in PyTorch's <c>nn.Sequential</c>, where activations count as well.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute;
