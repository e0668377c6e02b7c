namespace Netsmith;

/// <summary>
/// Base of every loss attribute. A network has at most one, after its last layer. All losses are means: over the samples of the
/// batch where a target is a class or has a probability for each, over all elements otherwise, as in PyTorch's <c>reduction="mean"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public abstract class LossAttribute : Attribute;
