namespace Netsmith;

/// <summary>Fashion-MNIST (Zalando Research): 28×28 grey images of clothes in ten classes, in MNIST's form.</summary>
public static class FashionMnist
{
    private static readonly DatasetFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    ];

    /// <summary>The name of every class, by its number.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Where <see cref="DownloadAsync"/> looks, in this order.</summary>
    public static IReadOnlyList<Uri> Mirrors { get; } =
    [
        // Without TLS: this address has none. The checksum decides.
        new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
    ];

    /// <summary>Reads the training and test sets; see <see cref="Mnist.Load(string)"/>, which reads the same form.</summary>
    /// <param name="folder">Holds the four files, plain or as .gz.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the four files is missing; the message names it.</exception>
    /// <exception cref="NetsmithFormatException">A file is malformed, or images and labels do not belong together.</exception>
    public static (Dataset Train, Dataset Test) Load(string folder) => Mnist.Load(folder);

    /// <summary>
    /// Downloads the four files of Fashion-MNIST (30.9 MB) unless they are there already; see <see cref="Mnist.DownloadAsync"/>.
    /// </summary>
    /// <param name="folder">Where to; left out, netsmith/fashion-mnist in the user's folder for application data.</param>
    /// <param name="mirrors">Addresses of folders to try in order; left out, <see cref="Mirrors"/>.</param>
    /// <param name="progress">Told at most every 64 KB.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept.</param>
    /// <returns>The folder, for <see cref="Load(string)"/>.</returns>
    /// <exception cref="IOException">No mirror delivered a file; the message says what happened with each.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<string> DownloadAsync(
        string? folder = null, IReadOnlyList<Uri>? mirrors = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        DatasetDownloader.DownloadAsync("fashion-mnist", Files, folder, mirrors ?? Mirrors, progress, cancellationToken);
}
