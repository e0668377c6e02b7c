using Netsmith;

/// <summary>Digits in NumPy's format: train_images.npy [n, 784] or [n, 28, 28], train_labels.npy [n], and the same for test.</summary>
internal static class NpyData
{
    /// <summary>Reads a folder. Without test files, every fifth training image is kept for testing.</summary>
    public static (Dataset Train, Dataset Test) Load(string folder)
    {
        Dataset train = Load(folder, "train");
        return File.Exists(Path.Combine(folder, "test_images.npy")) ? (train, Load(folder, "test")) : train.Split(0.8);
    }

    /// <summary>Writes MNIST's IDX files as .npy, for this program or for NumPy.</summary>
    public static void Convert(string idxFolder, string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(idxFolder);
        Directory.CreateDirectory(folder);
        foreach ((string name, Dataset data) in ((string, Dataset)[])[("train", train), ("test", test)])
        {
            byte[] pixels = new byte[data.Count * data.SampleSize], labels = new byte[data.Count];
            float[] image = new float[data.SampleSize];
            for (int i = 0; i < data.Count; i++)
            {
                data.CopySample(i, image);
                for (int k = 0; k < image.Length; k++)
                    pixels[i * image.Length + k] = (byte)MathF.Round(image[k] * 255);
                labels[i] = (byte)data.Labels[i];
            }
            NpyFile.Write(Path.Combine(folder, $"{name}_images.npy"), pixels.AsSpan(), data.Count, data.SampleSize);
            NpyFile.Write(Path.Combine(folder, $"{name}_labels.npy"), labels.AsSpan(), data.Count);
        }
    }

    private static Dataset Load(string folder, string part)
    {
        string imagePath = Path.Combine(folder, $"{part}_images.npy"), labelPath = Path.Combine(folder, $"{part}_labels.npy");
        if (!File.Exists(imagePath) || !File.Exists(labelPath))
            throw new FileNotFoundException($"'{folder}': expected {part}_images.npy and {part}_labels.npy, found only one of them or none; --from-idx writes them from MNIST's files.");
        NumericArray images = NpyFile.Read(imagePath), labels = NpyFile.Read(labelPath);
        if (images.Type != NumericType.UInt8 || images.Shape.Count < 2 || images.Length != images.Shape[0] * 784)
            throw new NetsmithFormatException($"'{imagePath}': expected bytes of shape [n, 784], found {images.Type} [{string.Join(", ", images.Shape)}].");
        if (labels.Shape.Count != 1 || labels.Length != images.Shape[0])
            throw new NetsmithFormatException($"'{labelPath}': expected {images.Shape[0]} labels, one for each image, found [{string.Join(", ", labels.Shape)}].");
        return Dataset.Classification(images.Bytes.ToArray(), labels.ToInt32s()).WithClassCount(10);
    }
}
