namespace Netsmith;

/// <summary>
/// In training, sets each value to 0 with probability <see cref="P"/> and multiplies the others by 1/(1−p); in inference, does nothing.
/// Any shape, unchanged. PyTorch: <c>nn.Dropout(p)</c>.
/// </summary>
/// <param name="p">The probability of dropping a value, at least 0 and below 1.</param>
public sealed class DropoutAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability of dropping a value, at least 0 and below 1.</summary>
    public double P { get; } = p;
}
