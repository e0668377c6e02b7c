using System.Globalization;

namespace Netsmith;

/// <summary>The files of one run, "checkpoint-000012-00000300.safetensors": finished epochs, then updates' batches of the next.</summary>
internal sealed class CheckpointFolder
{
    private const string Prefix = "checkpoint-", Extension = ".safetensors";
    private readonly string _path;
    private readonly int _keep;

    public CheckpointFolder(CheckpointOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Folder, "options");
        _path = Path.GetFullPath(options.Folder);
        _keep = options.KeepLast;
        Directory.CreateDirectory(_path);
        // What a killed process was writing.
        foreach (string leftover in Directory.EnumerateFiles(_path, Prefix + "*" + Extension + ".*.tmp"))
            File.Delete(leftover);
    }

    public string FullPath => _path;

    /// <summary>The newest file; null where there is none.</summary>
    public static string? Newest(string folder) => List(folder).LastOrDefault();

    public void Write(NetworkSummary summary, CheckpointState state)
    {
        CheckpointFile.Write(Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{state.Epoch - 1:D6}-{state.Batches:D8}{Extension}")), summary, state);
        List<string> files = List(_path);
        for (int i = 0; i < files.Count - _keep; i++)
            File.Delete(files[i]);
    }

    private static List<string> List(string folder)
    {
        List<(int Epoch, int Batches, string Path)> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*" + Extension))
        {
            string[] parts = Path.GetFileNameWithoutExtension(path)[Prefix.Length..].Split('-');
            if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int batches))
            {
                files.Add((epoch, batches, path));
            }
        }
        files.Sort();
        return files.ConvertAll(static file => file.Path);
    }
}
