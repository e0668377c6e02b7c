using Netsmith;

namespace Digits;

/// <summary>Where the digits come from.</summary>
internal static class DigitData
{
    /// <summary>Reads MNIST from a folder or, without one, draws digits. Pixels stay bytes until a batch needs them as numbers.</summary>
    public static (Dataset Train, Dataset Test) Load(string? folder)
    {
        if (folder is null)
            return SyntheticDigits.CreateTrainAndTest();
        (Dataset train, Dataset test) = Mnist.Load(folder);
        const int Pixels = 28 * 28;
        if (train.SampleSize != Pixels || test.SampleSize != Pixels)
        {
            throw new NetsmithFormatException(
                $"'{folder}': expected images of 28 × 28 pixels, found {train.SampleSize} pixels in training and {test.SampleSize} in test.");
        }
        return (train, test);
    }
}
