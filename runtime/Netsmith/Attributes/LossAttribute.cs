namespace Netsmith;

/// <summary>
/// Base of every loss attribute. A network has at most one, after its last layer. All losses are means: over the samples of the
/// batch where the targets are classes, over all elements otherwise, as in PyTorch's <c>reduction="mean"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public abstract class LossAttribute : Attribute;
