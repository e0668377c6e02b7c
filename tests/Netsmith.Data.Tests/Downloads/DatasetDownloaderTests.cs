using System.Security.Cryptography;
using Netsmith.TestSupport;
using static Netsmith.Data.Tests.Downloads.LoopbackServer;

namespace Netsmith.Data.Tests.Downloads;

/// <summary>All against a server on this machine; nothing here touches a network.</summary>
public sealed class DatasetDownloaderTests : IDisposable
{
    /// <summary>How long a server may be silent: on a busy machine a good one may be, for a while.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(1), Impatient = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[300_000];
    private readonly DatasetFile _file;
    private readonly List<LoopbackServer> _servers = [];

    public DatasetDownloaderTests()
    {
        new Random(1).NextBytes(_content);
        _file = new("train.gz", _content.Length, Convert.ToHexString(SHA256.HashData(_content)).ToLowerInvariant());
    }

    private string Target => _folder.File("train.gz");

    private string Part => _folder.File("train.gz.part");

    public void Dispose()
    {
        _servers.ForEach(static server => server.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_GoodServer_WritesTheFileAndReports()
    {
        var reports = new Recorder();
        await RunAsync([Serve(Behaviour.Good)], reports);
        AssertDone();
        Assert.Equal(_content.Length, reports.All[^1].Bytes);
        Assert.All(reports.All, report => Assert.Equal(("train.gz", 0, 1, _content.LongLength), (report.File, report.FileIndex, report.FileCount, report.TotalBytes)));
        Assert.Equal(reports.All.Select(static report => report.Bytes).Order(), reports.All.Select(static report => report.Bytes));
    }

    [Fact]
    public async Task Run_FileIsThere_AsksNobody()
    {
        File.WriteAllBytes(Target, _content);
        LoopbackServer server = Serve(Behaviour.Good);
        await RunAsync([server]);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Run_FileIsWrong_ReplacesIt()
    {
        byte[] wrong = [.. _content];
        wrong[7] ^= 1;
        File.WriteAllBytes(Target, wrong);
        await RunAsync([Serve(Behaviour.Good)]);
        AssertDone();
    }

    [Theory]
    [InlineData(Behaviour.Drop)]
    [InlineData(Behaviour.Truncate)]
    [InlineData(Behaviour.Stall)]
    public async Task Run_TransferBreaks_GoesOnWhereItStopped(Behaviour behaviour)
    {
        LoopbackServer server = Serve(behaviour, Behaviour.Good);
        await RunAsync([server], stall: behaviour == Behaviour.Stall ? Impatient : Patient);
        AssertDone();
        Assert.Equal(["train.gz", "train.gz 150000-"], server.Requests);
    }

    [Fact]
    public async Task Run_TransferBreaksOften_KeepsGoingWhileBytesArrive()
    {
        LoopbackServer server = Serve(Behaviour.Drop, Behaviour.Drop, Behaviour.Drop, Behaviour.Drop, Behaviour.Good);
        await RunAsync([server]);
        AssertDone();
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Run_ServerIgnoresRanges_BeginsAnew()
    {
        LoopbackServer server = Serve(Behaviour.Drop, Behaviour.IgnoreRange);
        await RunAsync([server]);
        AssertDone();
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(Behaviour.RefuseRange)]
    [InlineData(Behaviour.WrongRange)]
    public async Task Run_ServerRefusesTheRange_BeginsAnew(Behaviour behaviour)
    {
        File.WriteAllBytes(Part, _content[..1000]);
        LoopbackServer server = Serve(behaviour, Behaviour.Good);
        await RunAsync([server]);
        AssertDone();
        Assert.Equal(["train.gz 1000-", "train.gz"], server.Requests);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(300_000)]
    [InlineData(300_001)]
    public async Task Run_PartOfSomethingElse_IsFoundOutAndDownloadedAnew(int length)
    {
        File.WriteAllBytes(Part, new byte[length]);
        await RunAsync([Serve(Behaviour.Good)]);
        AssertDone();
    }

    [Theory]
    [InlineData(Behaviour.Corrupt)]
    [InlineData(Behaviour.TooLong)]
    [InlineData(Behaviour.LoginPage)]
    [InlineData(Behaviour.NotFound)]
    [InlineData(Behaviour.ServerError)]
    [InlineData(Behaviour.Garbage)]
    public async Task Run_BadMirror_TakesTheNext(Behaviour behaviour)
    {
        await RunAsync([Serve(behaviour), Serve(Behaviour.Good)]);
        AssertDone();
    }

    [Theory]
    [InlineData(Behaviour.Corrupt, "SHA-256")]
    [InlineData(Behaviour.TooLong, "found more")]
    [InlineData(Behaviour.LoginPage, "found one of 6")]
    [InlineData(Behaviour.NotFound, "404")]
    [InlineData(Behaviour.ServerError, "500")]
    [InlineData(Behaviour.Garbage, "expected a connection")]
    [InlineData(Behaviour.Stall, "silence")]
    public async Task Run_NoGoodMirror_SaysWhatHappenedAndLeavesNoFile(Behaviour behaviour, string expected)
    {
        LoopbackServer server = Serve(behaviour);
        IOException error = await Assert.ThrowsAsync<IOException>(() => RunAsync([server], stall: behaviour == Behaviour.Stall ? Impatient : Patient));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Address.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Run_NobodyListens_SaysSo()
    {
        LoopbackServer server = Serve(Behaviour.Good);
        server.Dispose();
        IOException error = await Assert.ThrowsAsync<IOException>(() => RunAsync([server]));
        Assert.Contains("expected a connection", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Part)); // nothing arrived, nothing is kept
    }

    [Fact]
    public async Task Run_Cancelled_KeepsThePartAndGoesOnLater()
    {
        using var source = new CancellationTokenSource();
        LoopbackServer server = Serve(Behaviour.Stall, Behaviour.Good);
        var cancel = new Recorder(report =>
        {
            if (report.Bytes == 150_000)
                source.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync([server], cancel, cancellation: source.Token));
        Assert.Equal(150_000, new FileInfo(Part).Length);
        await RunAsync([server]);
        AssertDone();
        Assert.Equal("train.gz 150000-", server.Requests[^1]);
    }

    [Fact]
    public async Task Run_PartInUse_SaysSo()
    {
        using FileStream other = new(Part, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        IOException error = await Assert.ThrowsAsync<IOException>(() => RunAsync([Serve(Behaviour.Good)]));
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/")]
    public async Task DownloadAsync_OtherScheme_IsRefused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Mnist.DownloadAsync(_folder.Path, [new Uri(address)]));

    [SharedFact]
    public async Task DownloadAsync_MnistAndFashion_MatchTheKnownFiles()
    {
        foreach ((string set, Func<string, Uri, Task<string>> download) in new (string, Func<string, Uri, Task<string>>)[]
        {
            ("mnist", static (folder, mirror) => Mnist.DownloadAsync(folder, [mirror])),
            ("fashion", static (folder, mirror) => FashionMnist.DownloadAsync(folder, [mirror])),
        })
        {
            Dictionary<string, byte[]> files = Directory.GetFiles(SharedData.Path("data", set), "*.gz").ToDictionary(static path => Path.GetFileName(path), File.ReadAllBytes);
            using var server = new LoopbackServer(files, Behaviour.Good);
            string folder = await download(_folder.File(set), server.Address);
            Assert.Equal(4, server.Requests.Count);
            Assert.Equal(60_000, Mnist.Load(folder).Train.Count);
        }
    }

    private LoopbackServer Serve(params Behaviour[] behaviours)
    {
        _servers.Add(new(new() { ["train.gz"] = _content }, behaviours));
        return _servers[^1];
    }

    private async Task RunAsync(LoopbackServer[] servers, Recorder? progress = null, TimeSpan? stall = null, CancellationToken cancellation = default)
    {
        using var downloader = new DatasetDownloader([.. servers.Select(static server => server.Address)], progress, stall ?? Patient, TimeSpan.FromMilliseconds(1));
        await downloader.RunAsync([_file], _folder.Path, cancellation);
    }

    private void AssertDone()
    {
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Part));
    }

    /// <summary>Called on the spot, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Recorder(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> All { get; } = [];

        public void Report(DownloadProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
