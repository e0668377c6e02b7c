using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Netsmith.TestSupport;

namespace Netsmith.Reporting.Tests;

/// <summary>
/// A headless Chromium with one page, driven by its own protocol (DevTools), which needs no package and can pretend any screen
/// and colour scheme.
/// </summary>
internal sealed class Chromium : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(5));
    private readonly List<JsonNode> _events = [];
    private int _lastId;

    public Chromium()
    {
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}", "about:blank",
        ];
        _process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _socket.Options.Proxy = null;
        _socket.ConnectAsync(FindPage(), _timeout.Token).GetAwaiter().GetResult();
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
            Send(domain + ".enable");
    }

    /// <summary>The browser, or null where there is none. Set NETSMITH_CHROMIUM to point elsewhere.</summary>
    public static string? Path { get; } = new[] { Environment.GetEnvironmentVariable("NETSMITH_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
        .FirstOrDefault(File.Exists);

    /// <summary>Why tests that need it are skipped; null where it is present.</summary>
    public static string? SkipReason { get; } = Path is null ? "needs Chromium (apt-get install chromium, or NETSMITH_CHROMIUM), which is absent" : null;

    /// <summary>Errors on the console and addresses fetched since the page was opened, data in the page excepted.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (JsonNode message in _events)
        {
            string method = (string)message["method"]!;
            bool error = method == "Runtime.exceptionThrown"
                || (method == "Log.entryAdded" && (string?)message["params"]!["entry"]!["level"] is "error" or "warning")
                || (method == "Runtime.consoleAPICalled" && (string?)message["params"]!["type"] == "error");
            string? url = method == "Network.requestWillBeSent" ? (string?)message["params"]!["request"]!["url"] : null;
            if (error || (url is not null && !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal)))
                yield return message.ToJsonString();
        }
    }

    /// <summary>Opens a page on a screen of a width, in a colour scheme, and waits until it is there.</summary>
    public void Open(string path, int width, string colorScheme)
    {
        Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        Send("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = colorScheme }) });
        _events.Clear();
        Send("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
        while (!_events.Any(message => (string?)message["method"] == "Page.loadEventFired"))
            _events.Add(Receive());
    }

    /// <summary>The value of a JavaScript expression.</summary>
    public JsonNode? Evaluate(string expression)
    {
        JsonNode result = Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(result["exceptionDetails"] is null, result["exceptionDetails"]?.ToJsonString());
        return result["result"]!["value"]?.DeepClone();
    }

    /// <summary>A picture of a part of the page.</summary>
    public byte[] Screenshot(int top, int width, int height)
    {
        var clip = new JsonObject { ["x"] = 0, ["y"] = top, ["width"] = width, ["height"] = height, ["scale"] = 1 };
        JsonNode result = Send("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true, ["clip"] = clip });
        return Convert.FromBase64String((string)result["data"]!);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _profile.Dispose();
    }

    private Uri FindPage()
    {
        string file = System.IO.Path.Combine(_profile.Path, "DevToolsActivePort");
        long start = Stopwatch.GetTimestamp();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        while (true)
        {
            // It listens a moment before it has its page.
            if (File.Exists(file) && File.ReadAllLines(file) is [string port, _, ..])
            {
                string list = client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list")).GetAwaiter().GetResult();
                if (JsonNode.Parse(list)!.AsArray().FirstOrDefault(static target => (string?)target!["type"] == "page") is JsonNode page)
                    return new Uri((string)page["webSocketDebuggerUrl"]!);
            }
            Assert.False(_process.HasExited, "Chromium ended at its start.");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "Chromium did not start in time.");
            Thread.Sleep(50);
        }
    }

    private JsonNode Send(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        _socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, _timeout.Token).GetAwaiter().GetResult();
        while (true)
        {
            JsonNode message = Receive();
            if (message["id"] is null)
            {
                _events.Add(message);
                continue;
            }
            Assert.True(message["error"] is null, string.Create(CultureInfo.InvariantCulture, $"{method}: {message["error"]?.ToJsonString()}"));
            if ((int)message["id"]! == id)
                return message["result"]!;
        }
    }

    private JsonNode Receive()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = _socket.ReceiveAsync(buffer.AsMemory(), _timeout.Token).AsTask().GetAwaiter().GetResult();
            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(message.ToArray(), documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;
    }
}

/// <summary>A theory that needs Chromium: skipped, with the reason printed, where it is absent.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.SkipReason;
}
