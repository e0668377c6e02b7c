namespace Netsmith;

public static partial class Mnist
{
    private static readonly DatasetFile[] Files =
    [
        new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ];

    /// <summary>Where <see cref="DownloadAsync"/> looks, in this order.</summary>
    public static IReadOnlyList<Uri> Mirrors { get; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>
    /// Downloads the four files of MNIST (11.6 MB) unless they are there already. Every file's SHA-256 is compared with the one known
    /// here, also that of files found in the folder. An interrupted download goes on where it stopped, in the same call or the next.
    /// </summary>
    /// <param name="folder">Where to; left out, netsmith/mnist in the user's folder for application data.</param>
    /// <param name="mirrors">Addresses of folders to try in order; left out, <see cref="Mirrors"/>.</param>
    /// <param name="progress">Told at most every 64 KB.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived is kept.</param>
    /// <returns>The folder, for <see cref="Load(string)"/>.</returns>
    /// <exception cref="IOException">No mirror delivered a file; the message says what happened with each.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<string> DownloadAsync(
        string? folder = null, IReadOnlyList<Uri>? mirrors = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        DatasetDownloader.DownloadAsync("mnist", Files, folder, mirrors ?? Mirrors, progress, cancellationToken);
}
