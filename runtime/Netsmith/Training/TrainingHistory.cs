using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>What each epoch of a training run achieved. Kept as JSON by <see cref="Save"/> and <see cref="ToJson"/>.</summary>
public sealed class TrainingHistory
{
    private readonly ReadOnlyCollection<EpochResult> _epochs;

    /// <summary>Creates a history.</summary>
    /// <param name="epochs">The epochs in order; their numbers ascend.</param>
    /// <exception cref="ArgumentException">An epoch's number is below 1 or not above the one before.</exception>
    public TrainingHistory(IEnumerable<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        EpochResult[] copy = [.. epochs];
        for (int i = 0; i < copy.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(copy[i], nameof(epochs));
            int least = i == 0 ? 1 : copy[i - 1].Epoch + 1;
            if (copy[i].Epoch < least)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Expected ascending epoch numbers from 1, found {copy[i].Epoch} where at least {least} was expected."), nameof(epochs));
            }
        }
        _epochs = Array.AsReadOnly(copy);
    }

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>The history as indented JSON, the same in every culture; numbers read back bit for bit.</summary>
    public string ToJson() => TrainingHistoryJson.Write(_epochs);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The history.</returns>
    /// <exception cref="NetsmithFormatException">The text is not JSON, or not a history; the message says where and why.</exception>
    public static TrainingHistory FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TrainingHistoryJson.Read(json, "the training history");
    }

    /// <summary>Writes the history as JSON. An existing file is replaced only once the new one is complete.</summary>
    /// <param name="path">The file to write.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] json = Encoding.UTF8.GetBytes(ToJson());
        AtomicFile.Write(path, file => file.Write(json));
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file to read.</param>
    /// <returns>The history.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NetsmithFormatException">The file is not a history; the message says where and why.</exception>
    public static TrainingHistory Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = File.ReadAllBytes(path);
        string json;
        try
        {
            ReadOnlySpan<byte> text = bytes;
            json = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[3..] : text);
        }
        catch (DecoderFallbackException e)
        {
            throw new NetsmithFormatException($"'{path}': expected UTF-8 text, found bytes that are not. Save the history again.", e);
        }
        return TrainingHistoryJson.Read(json, $"'{path}'");
    }

    /// <summary>A line for each epoch, the same in every culture.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (EpochResult e in _epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"epoch {e.Epoch}: loss {e.Loss:F4}");
            if (!double.IsNaN(e.Accuracy))
                text.Append(CultureInfo.InvariantCulture, $", accuracy {e.Accuracy * 100:F2}%");
            if (e.ValidationLoss is double loss)
                text.Append(CultureInfo.InvariantCulture, $", validation loss {loss:F4}");
            if (e.ValidationAccuracy is double accuracy && !double.IsNaN(accuracy))
                text.Append(CultureInfo.InvariantCulture, $", validation accuracy {accuracy * 100:F2}%");
            text.Append(CultureInfo.InvariantCulture, $", {e.Seconds:F2} s\n");
        }
        return text.ToString();
    }
}
