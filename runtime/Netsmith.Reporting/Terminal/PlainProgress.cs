using System.Globalization;

namespace Netsmith;

/// <summary>A line for each epoch: for files, pipes and build logs.</summary>
internal sealed class PlainProgress(TextWriter output)
{
    /// <summary>Writes a line where an epoch is complete.</summary>
    public void Report(in TrainingProgress value)
    {
        if (value.Result is not EpochResult epoch)
            return;
        string number = epoch.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(value.Epochs.ToString(CultureInfo.InvariantCulture).Length);
        string line = string.Create(CultureInfo.InvariantCulture, $"epoch {number}/{value.Epochs}  loss {epoch.Loss:F4}");
        if (double.IsFinite(epoch.Accuracy))
            line += $"  accuracy {Figure.Percent(epoch.Accuracy)}";
        if (epoch.ValidationLoss is double loss)
            line += string.Create(CultureInfo.InvariantCulture, $"  validation loss {loss:F4}");
        if (epoch.ValidationAccuracy is double accuracy && double.IsFinite(accuracy))
            line += $"  validation accuracy {Figure.Percent(accuracy)}";
        output.WriteLine(line + string.Create(CultureInfo.InvariantCulture, $"  {value.SamplesPerSecond:N0} samples/s"));
    }

    /// <summary>Says that training ended before its last epoch.</summary>
    public void Stopped(string message) => output.WriteLine(message);
}
