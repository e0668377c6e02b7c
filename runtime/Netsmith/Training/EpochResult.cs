namespace Netsmith;

/// <summary>What one epoch of training achieved.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Loss">The mean loss over the training samples, each measured before the update it led to.</param>
/// <param name="Accuracy">The share of right answers in training, 0 to 1; not a number where the network predicts values.</param>
/// <param name="ValidationLoss">The mean loss over the validation data after the epoch; null without validation.</param>
/// <param name="ValidationAccuracy">The share of right answers on the validation data; null without validation.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Seconds">How long the epoch took, validation included.</param>
public sealed record EpochResult(
    int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy, float LearningRate, double Seconds);
