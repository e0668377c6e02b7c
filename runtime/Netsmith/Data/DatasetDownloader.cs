using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Netsmith;

/// <summary>
/// Downloads files of known size and checksum from the first mirror that delivers them. What arrives is written to "name.part"; only a
/// verified file gets its name. A part that is there already is continued (HTTP Range), and given up where the result is wrong.
/// The machine's proxy settings apply.
/// </summary>
internal sealed class DatasetDownloader : IDisposable
{
    private const int BlockSize = 1 << 16;
    private const int AttemptsPerMirror = 3;
    private readonly HttpClient _client;
    private readonly IReadOnlyList<Uri> _mirrors;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly TimeSpan _stall;
    private readonly TimeSpan _pause;

    /// <param name="mirrors">Folders' addresses, http or https.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stall">How long to wait for an answer or for further bytes.</param>
    /// <param name="pause">How long to wait before the second attempt at a mirror; doubled for the third.</param>
    public DatasetDownloader(IReadOnlyList<Uri> mirrors, IProgress<DownloadProgress>? progress, TimeSpan stall, TimeSpan pause)
    {
        ArgumentNullException.ThrowIfNull(mirrors);
        if (mirrors.Count == 0)
            throw new ArgumentException("Expected at least one mirror, found none.", nameof(mirrors));
        foreach (Uri mirror in mirrors)
        {
            if (mirror is null || !mirror.IsAbsoluteUri || mirror.Scheme is not ("http" or "https"))
                throw new ArgumentException($"Expected absolute http or https addresses, found '{mirror}'.", nameof(mirrors));
        }
        (_mirrors, _progress, _stall, _pause) = (mirrors, progress, stall, pause);
        // The time limit is on silence, not on the whole: a slow line is no failure.
        _client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Downloads a set with the usual settings.</summary>
    /// <param name="name">The set's folder in the user's folder for application data.</param>
    /// <param name="files">The files.</param>
    /// <param name="folder">Another folder, or null.</param>
    /// <param name="mirrors">Where from.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static async Task<string> DownloadAsync(
        string name, DatasetFile[] files, string? folder, IReadOnlyList<Uri> mirrors, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder ?? DefaultFolder(name));
        using var downloader = new DatasetDownloader(mirrors, progress, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        await downloader.RunAsync(files, folder, cancellationToken).ConfigureAwait(false);
        return folder;
    }

    /// <summary>Downloads the files that are not there yet.</summary>
    public async Task RunAsync(DatasetFile[] files, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < files.Length; i++)
        {
            int index = i;
            void Report(long bytes) => _progress?.Report(new(files[index].Name, index, files.Length, bytes, files[index].Length));
            string path = Path.Combine(folder, files[i].Name);
            if (!await IsRightAsync(path, files[i], cancellationToken).ConfigureAwait(false))
                await FetchAsync(files[i], path, Report, cancellationToken).ConfigureAwait(false);
            Report(files[i].Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string DefaultFolder(string name)
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return data.Length > 0
            ? Path.Combine(data, "netsmith", name)
            : throw new IOException("Expected a folder for application data of this user, found none. Name a folder for the download.");
    }

    private async Task FetchAsync(DatasetFile file, string path, Action<long> report, CancellationToken cancellationToken)
    {
        List<string> failures = [];
        Exception? last = null;
        // Also a lock: a second process must not write to the same part.
        FileStream part = OpenPart(path);
        try
        {
            foreach (Uri mirror in _mirrors)
            {
                var address = new Uri(mirror.AbsoluteUri.EndsWith('/') ? mirror : new Uri(mirror.AbsoluteUri + "/"), file.Name);
                for (int attempt = 1; attempt <= AttemptsPerMirror; attempt++)
                {
                    long before = part.Length;
                    try
                    {
                        bool resumed = await TransferAsync(address, file, part, report, cancellationToken).ConfigureAwait(false);
                        await VerifyAsync(file, part, resumed, cancellationToken).ConfigureAwait(false);
                        part.Flush(flushToDisk: true);
                        part.Dispose();
                        File.Move(part.Name, path, overwrite: true);
                        return;
                    }
                    catch (DownloadFailure failure)
                    {
                        last = failure.InnerException ?? last;
                        failures.Add(string.Create(CultureInfo.InvariantCulture, $"{address} (attempt {attempt}): {failure.Message}"));
                        if (!failure.TryAgain)
                            break;
                        if (part.Length >= before + BlockSize)
                            attempt = 0; // a line that breaks often but delivers is given its time
                    }
                    if (attempt < AttemptsPerMirror)
                        await Task.Delay(_pause * attempt, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            part.Dispose();
        }
        if (new FileInfo(part.Name) is { Length: 0 } empty)
            empty.Delete();
        throw new IOException(
            $"Expected to download {file.Name}, found no mirror that delivered it. Check the connection or the proxy, or put the file into '{Path.GetDirectoryName(path)}' yourself.\n  {string.Join("\n  ", failures)}", last);
    }

    private static FileStream OpenPart(string path)
    {
        try
        {
            return new FileStream(path + ".part", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BlockSize, useAsync: true);
        }
        catch (IOException exception) when (File.Exists(path + ".part"))
        {
            throw new IOException($"Expected to write '{path}.part', found it in use; another process seems to download the same file. Wait for it, or name another folder.", exception);
        }
    }

    /// <summary>Fills the part up to the file's size; returns whether some of it was there before.</summary>
    private async Task<bool> TransferAsync(Uri address, DatasetFile file, FileStream part, Action<long> report, CancellationToken cancellationToken)
    {
        if (part.Length > file.Length)
            part.SetLength(0);
        if (part.Length == file.Length)
            return true; // stopped between the last byte and the verification
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            silence.CancelAfter(_stall);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (part.Length > 0)
                request.Headers.Range = new(part.Length, null);
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            long start = AcceptedStart(response, file, part);
            part.Position = start;
            part.SetLength(part.Position);
            Stream content = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            byte[] block = new byte[BlockSize];
            while (true)
            {
                silence.CancelAfter(_stall);
                int read = await content.ReadAsync(block, silence.Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                if (part.Position + read > file.Length)
                    throw Abandon(part, start > 0, $"expected {file.Length} bytes, found more");
                await part.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                report(part.Position);
            }
            if (part.Position < file.Length)
                throw new DownloadFailure($"expected {file.Length} bytes, found the end after {part.Position}", tryAgain: true);
            return start > 0;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadFailure(string.Create(CultureInfo.InvariantCulture, $"expected an answer or further bytes, found silence for {_stall.TotalSeconds} s"), tryAgain: true, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new DownloadFailure($"expected a connection, found: {exception.Message}", tryAgain: true, exception);
        }
        catch (IOException exception) when (exception is HttpIOException || exception.InnerException is System.Net.Sockets.SocketException)
        {
            throw new DownloadFailure($"expected {file.Length} bytes, found the connection broken after {part.Position}: {exception.Message}", tryAgain: true, exception);
        }
        finally
        {
            // What has arrived is what the next attempt, or the next process, goes on from.
            part.Flush();
        }
    }

    /// <summary>Where the response's content belongs; throws where it is not the file.</summary>
    private static long AcceptedStart(HttpResponseMessage response, DatasetFile file, FileStream part)
    {
        long? length = response.Content.Headers.ContentLength;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                // Also the answer of a server that knows no ranges: everything again.
                if (length is not null && length != file.Length)
                    throw Abandon(part, false, $"expected a file of {file.Length} bytes, found one of {length}; it may be a notice of a proxy or another version");
                return 0;
            case HttpStatusCode.PartialContent:
                System.Net.Http.Headers.ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
                if (part.Length == 0 || range is null || range.From != part.Length || (range.HasLength && range.Length != file.Length))
                    throw Abandon(part, part.Length > 0, $"expected the bytes from {part.Length} of {file.Length}, found the range '{range}'");
                return part.Length;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw Abandon(part, part.Length > 0, $"expected the bytes from {part.Length} of {file.Length}, found status 416: the server's file is another one");
            default:
                int status = (int)response.StatusCode;
                throw new DownloadFailure(
                    string.Create(CultureInfo.InvariantCulture, $"expected status 200 or 206, found {status} {response.ReasonPhrase}"),
                    tryAgain: status is 408 or 429 or >= 500);
        }
    }

    private static async Task VerifyAsync(DatasetFile file, FileStream part, bool resumed, CancellationToken cancellationToken)
    {
        part.Position = 0;
        string found = await HashAsync(part, cancellationToken).ConfigureAwait(false);
        if (found != file.Sha256)
            throw Abandon(part, resumed, $"expected the SHA-256 {file.Sha256}, found {found}");
    }

    /// <summary>Forgets what has arrived: it, or the server, is wrong.</summary>
    /// <param name="part">The part; emptied.</param>
    /// <param name="tryAgain">Whether the old part may be to blame, so that the same server gets a second chance.</param>
    /// <param name="message">What was expected and found.</param>
    private static DownloadFailure Abandon(FileStream part, bool tryAgain, FormattableString message)
    {
        part.SetLength(0);
        return new(message.ToString(CultureInfo.InvariantCulture), tryAgain);
    }

    private static async Task<bool> IsRightAsync(string path, DatasetFile file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        if (!info.Exists || info.Length != file.Length)
            return false;
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockSize, useAsync: true);
        await using (stream.ConfigureAwait(false))
            return await HashAsync(stream, cancellationToken).ConfigureAwait(false) == file.Sha256;
    }

    private static async Task<string> HashAsync(Stream stream, CancellationToken cancellationToken) =>
        Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();

    /// <summary>One attempt at one mirror failed.</summary>
    private sealed class DownloadFailure(string message, bool tryAgain, Exception? inner = null) : Exception(message, inner)
    {
        public bool TryAgain { get; } = tryAgain;
    }
}
