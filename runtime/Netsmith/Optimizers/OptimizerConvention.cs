namespace Netsmith;

/// <summary>
/// Whose variant of an update rule to follow where frameworks differ: where epsilon stands, and whether the learning rate is
/// inside the momentum. The <c>Keras</c> factory of each optimizer also sets Keras's default values.
/// </summary>
public enum OptimizerConvention
{
    /// <summary>The rule of <c>torch.optim</c>; the default.</summary>
    PyTorch,

    /// <summary>The rule of <c>keras.optimizers</c> (Keras 3).</summary>
    Keras,
}
