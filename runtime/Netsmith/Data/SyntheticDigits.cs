namespace Netsmith;

/// <summary>
/// Digits in the form of MNIST (28×28 grey, ten classes) that need no file: drawn from strokes in several styles, with random slant,
/// size, bend, position, pen width, ink and grain. Harder than a linear model can learn, easy for a small network, made in seconds.
/// The same seed gives the same pixels on every machine.
/// </summary>
public static class SyntheticDigits
{
    private const int Classes = 10;
    private const int Pixels = DigitRenderer.Size * DigitRenderer.Size;

    // Any odd constant: it keeps the test images' sequence away from the training images' of every small seed.
    private const ulong TestStream = 0xD1B54A32D192ED03;

    /// <summary>Draws images of shape [1, 28, 28], 0 to 1, stored as bytes. Every digit occurs equally often (±1), in random order.</summary>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or above 2,739,137, where 2 GB of pixels end.</exception>
    public static Dataset Generate(int count, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / Pixels);
        var rng = new Rng(seed);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
            labels[i] = i % Classes;
        rng.Shuffle(labels);

        byte[] pixels = new byte[count * Pixels];
        var renderer = new DigitRenderer(rng);
        for (int i = 0; i < count; i++)
            renderer.Draw(labels[i], pixels.AsSpan(i * Pixels, Pixels));
        return Dataset.Classification(pixels, labels, sampleShape: [1, DigitRenderer.Size, DigitRenderer.Size]).WithClassCount(Classes);
    }

    /// <summary>Draws a training set and a test set, by default as large as MNIST's.</summary>
    /// <param name="trainCount">The number of training images.</param>
    /// <param name="testCount">The number of test images.</param>
    /// <param name="seed">The same seed gives the same images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1 or too large; see <see cref="Generate"/>.</exception>
    public static (Dataset Train, Dataset Test) CreateTrainAndTest(int trainCount = 60_000, int testCount = 10_000, ulong seed = 0) =>
        (Generate(trainCount, seed), Generate(testCount, seed ^ TestStream));
}
