using Netsmith;

namespace Samples;

/// <summary>Handwritten digits of 28 × 28 pixels, wherever they come from.</summary>
internal static class DigitData
{
    /// <summary>What <see cref="Load"/> reads, for the description of an option.</summary>
    public const string Description =
        "Folder with the four MNIST files (IDX, plain or .gz), or with images training/<digit>/*.png and testing/<digit>/*.png. Without it, digits are drawn by the program.";

    /// <summary>
    /// Reads digits, or draws them where there is no folder. Without testing/, every fifth image is kept for testing.
    /// </summary>
    /// <param name="folder">As in <see cref="Description"/>; null draws.</param>
    /// <param name="quick">Whether a few thousand digits will do.</param>
    public static (Dataset Train, Dataset Test) Load(string? folder, bool quick = false)
    {
        if (folder is null)
            return quick ? SyntheticDigits.CreateTrainAndTest(4000, 1000) : SyntheticDigits.CreateTrainAndTest();
        (Dataset train, Dataset test) = Directory.Exists(Path.Combine(folder, "training")) ? LoadImages(folder) : Mnist.Load(folder);
        const int Pixels = 28 * 28;
        if (train.SampleSize != Pixels || test.SampleSize != Pixels)
        {
            throw new NetsmithFormatException(
                $"'{folder}': expected images of 28 × 28 pixels, found {train.SampleSize} pixels in training and {test.SampleSize} in testing.");
        }
        return quick ? (train.Take(Math.Min(4000, train.Count)), test.Take(Math.Min(1000, test.Count))) : (train, test);
    }

    private static (Dataset Train, Dataset Test) LoadImages(string folder)
    {
        var options = new ImageOptions { Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] };
        Dataset train = ImageFolder.Load(Path.Combine(folder, "training"), options).Data;
        string testing = Path.Combine(folder, "testing");
        // A folder is in the order of its classes; the first thousand would all be zeros.
        return Directory.Exists(testing) ? (train.Shuffle(), ImageFolder.Load(testing, options).Data.Shuffle()) : train.Split(0.8);
    }
}
