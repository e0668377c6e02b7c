namespace Netsmith;

/// <summary>
/// L = (y − t)², mean over all elements. Outputs and targets have the same shape.
/// PyTorch: <c>nn.MSELoss()</c>.
/// </summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute;
