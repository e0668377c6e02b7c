using System.Globalization;
using Netsmith;

namespace Digits;

/// <summary>One line an epoch, for files, pipes and build logs.</summary>
internal sealed class PlainProgress(TextWriter output) : IProgressView
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Result is not EpochResult epoch)
            return;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch,2}/{value.Epochs}  loss {epoch.Loss:F4}  accuracy {epoch.Accuracy * 100:F2} %  "
            + $"validation accuracy {epoch.ValidationAccuracy * 100:F2} %  {value.SamplesPerSecond:N0} samples/s"));
    }

    /// <inheritdoc/>
    public void Stopped() => output.WriteLine("Stopped.");
}
