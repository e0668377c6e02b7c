namespace Netsmith;

/// <summary>Reads MNIST and sets in its four-file form (Fashion-MNIST, KMNIST): 28×28 grey images in ten classes.</summary>
public static partial class Mnist
{
    private const int Classes = 10;

    /// <summary>Reads the training and test sets. Samples have the shape [1, 28, 28]; pixels stay bytes and count as 0 to 1.</summary>
    /// <param name="folder">
    /// Holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or as
    /// .gz; the spelling train-images.idx3-ubyte is found as well.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the four files is missing; the message names it.</exception>
    /// <exception cref="NetsmithFormatException">A file is malformed, or images and labels do not belong together.</exception>
    public static (Dataset Train, Dataset Test) Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Expected a folder with the MNIST files at '{Path.GetFullPath(folder)}', found none.");
        return (Load(folder, "train"), Load(folder, "t10k"));
    }

    private static Dataset Load(string folder, string part) =>
        IdxFile.ReadDataset(Find(folder, $"{part}-images", "idx3-ubyte"), Find(folder, $"{part}-labels", "idx1-ubyte"), Classes);

    private static string Find(string folder, string name, string kind)
    {
        string[] spellings = [$"{name}-{kind}", $"{name}-{kind}.gz", $"{name}.{kind}", $"{name}.{kind}.gz"];
        foreach (string spelling in spellings)
        {
            string path = Path.Combine(folder, spelling);
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException(
            $"Expected one of {string.Join(", ", spellings)} in '{Path.GetFullPath(folder)}', found none.", Path.Combine(folder, spellings[0]));
    }
}
