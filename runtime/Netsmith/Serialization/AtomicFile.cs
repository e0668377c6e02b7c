namespace Netsmith;

/// <summary>Writes files so that, whatever happens, the path holds either the old content or the whole new one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a sibling temporary file, flushes it to the disk and renames it to <paramref name="path"/>. A failure removes the temporary file and leaves the old one.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new IOException($"Expected a file to write, found the folder '{full}'.");
        // The same folder, therefore the same file system: a rename across file systems is a copy, which can be cut off.
        string temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one worth reporting.
        }
    }
}
