namespace Netsmith;

/// <summary>
/// L = |y − t|, mean over all elements. Outputs and targets have the same shape; the derivative at 0 is 0.
/// PyTorch: <c>nn.L1Loss()</c>.
/// </summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;
