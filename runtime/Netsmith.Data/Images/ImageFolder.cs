using System.Globalization;

namespace Netsmith;

/// <summary>
/// A dataset from PNG files in folders named after their classes: <c>root/cat/1.png</c>, <c>root/dog/7.png</c>. Pixels stay bytes and
/// count as 0 to 1; samples have the shape [channels, height, width]. The order is that of the classes, and within a class that of the
/// file names (ordinal), on every machine.
/// </summary>
public sealed class ImageFolder
{
    private static readonly string[] OtherImages = [".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"];
    private readonly ImageOptions _options;

    private ImageFolder(Dataset data, string[] classNames, string[] files, ImageOptions options) =>
        (Data, ClassNames, Files, _options) = (data, classNames, files, options);

    /// <summary>The images.</summary>
    public Dataset Data { get; }

    /// <summary>The name of every class, by its number: the folders' names.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The path of every sample's file.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Reads all PNG files of all class folders. Names that begin with a point, and files that are no images, are passed over; JPEG and
    /// other image files, folders within class folders and class folders without images are errors.
    /// </summary>
    /// <param name="root">The folder of the class folders.</param>
    /// <param name="options">Channels, transparency, classes; left out, gray, opaque, the folders found.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="NetsmithFormatException">The folders do not have that form, an image is malformed, or its size differs from the first one's.</exception>
    public static ImageFolder Load(string root, ImageOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new ImageOptions();
        options.Validate();
        root = Path.GetFullPath(root);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"Expected a folder with one folder for each class at '{root}', found none.");
        string[] folders = FindClasses(root);
        string[] classes = options.Classes is null ? folders : [.. options.Classes];
        List<string> files = [];
        List<int> labels = [];
        foreach (string folder in folders)
        {
            int label = Array.IndexOf(classes, folder);
            if (label < 0)
                throw new NetsmithFormatException($"{root}: expected the classes {string.Join(", ", classes)}, found the folder {FormatReader.Quote(folder)}.");
            foreach (string file in FindImages(Path.Combine(root, folder)))
            {
                files.Add(file);
                labels.Add(label);
            }
        }
        // The order of the classes, which the given Classes may change.
        string[] sortedFiles = [.. files];
        int[] sortedLabels = [.. labels];
        if (options.Classes is not null)
            (sortedFiles, sortedLabels) = Sort(sortedFiles, sortedLabels, classes.Length);
        return new(Read(sortedFiles, sortedLabels, options).WithClassCount(classes.Length), classes, sortedFiles, options);
    }

    /// <summary>Reads one image as these were read, for prediction.</summary>
    /// <param name="path">The file.</param>
    /// <returns>As many values as <see cref="Dataset.SampleSize"/>, 0 to 1.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NetsmithFormatException">The file is malformed, or its size is not that of the set.</exception>
    public float[] LoadSample(string path)
    {
        PngImage image = PngImage.Load(path, _options);
        ReadOnlySpan<int> shape = Data.SampleShape;
        if (image.Channels != shape[0] || image.Height != shape[1] || image.Width != shape[2])
            throw SizeError(path, shape[2], shape[1], shape[0], "the images of the set have", image);
        return image.ToSample();
    }

    private static string[] FindClasses(string root)
    {
        string[] names = [.. Directory.GetDirectories(root).Select(static path => Path.GetFileName(path)).Where(IsVisible)];
        if (FindImageFiles(root).FirstOrDefault() is { } stray)
            throw new NetsmithFormatException($"{root}: expected images in one folder for each class, found {FormatReader.Quote(Path.GetFileName(stray))} directly in the root. Move it into a folder named after its class.");
        if (names.Length == 0)
            throw new NetsmithFormatException($"{root}: expected one folder for each class with PNG files, found no folder.");
        return CsvCell.Sort(names);
    }

    private static string[] FindImages(string folder)
    {
        string[] images = [.. FindImageFiles(folder)];
        Array.Sort(images, StringComparer.Ordinal);
        if (images.Length == 0 || Directory.GetDirectories(folder).Select(static path => Path.GetFileName(path)).FirstOrDefault(IsVisible) is not null)
        {
            string? inner = Directory.GetDirectories(folder).Select(static path => Path.GetFileName(path)).FirstOrDefault(IsVisible);
            throw new NetsmithFormatException(inner is null
                ? $"{folder}: expected PNG files in the folder of a class, found none. Remove the folder, or leave the class out."
                : $"{folder}: expected PNG files in the folder of a class, found the folder {FormatReader.Quote(inner)}. If the classes are one level down, load '{folder}'.");
        }
        return images;
    }

    private static IEnumerable<string> FindImageFiles(string folder)
    {
        foreach (string file in Directory.GetFiles(folder).Where(static path => IsVisible(Path.GetFileName(path))).Order(StringComparer.Ordinal))
        {
            string extension = Path.GetExtension(file).ToLowerInvariant();
            if (OtherImages.Contains(extension, StringComparer.Ordinal))
                throw new NetsmithFormatException($"{file}: expected PNG files, found a {extension} file. Convert it to PNG.");
            if (extension == ".png")
                yield return file;
        }
    }

    private static bool IsVisible(string? name) => name is not null && !name.StartsWith('.');

    private static (string[] Files, int[] Labels) Sort(string[] files, int[] labels, int classes)
    {
        List<string> sortedFiles = [];
        List<int> sortedLabels = [];
        for (int label = 0; label < classes; label++)
        {
            for (int i = 0; i < files.Length; i++)
            {
                if (labels[i] != label)
                    continue;
                sortedFiles.Add(files[i]);
                sortedLabels.Add(label);
            }
        }
        return ([.. sortedFiles], [.. sortedLabels]);
    }

    private static Dataset Read(string[] files, int[] labels, ImageOptions options)
    {
        PngImage first = PngImage.Load(files[0], options);
        int size = first.Pixels.Length;
        if ((long)files.Length * size > Array.MaxLength)
            throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture,
                $"{files[0]}: expected images of at most {Array.MaxLength / files.Length} values for a set of {files.Length}, found {size}. Make them smaller."));
        byte[] pixels = new byte[files.Length * size];
        for (int i = 0; i < files.Length; i++)
        {
            PngImage image = PngImage.Load(files[i], options);
            if (image.Width != first.Width || image.Height != first.Height || image.Channels != first.Channels)
                throw SizeError(files[i], first.Width, first.Height, first.Channels, $"'{files[0]}' has", image);
            image.Pixels.CopyTo(pixels.AsSpan(i * size));
        }
        return Dataset.Classification(pixels, labels, sampleShape: [first.Channels, first.Height, first.Width]);
    }

    private static NetsmithFormatException SizeError(string path, int width, int height, int channels, string whose, PngImage found) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFullPath(path)}: expected {width}x{height} pixels in {channels} channels, as {whose}, found {found.Width}x{found.Height} in {found.Channels}. Bring all images to one size and kind."));
}
