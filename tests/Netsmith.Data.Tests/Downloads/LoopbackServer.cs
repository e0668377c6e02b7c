using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Netsmith.Data.Tests.Downloads;

/// <summary>An HTTP server on this machine that behaves as badly as it is told to: each request takes the next behaviour, the last one stays.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> _files;
    private readonly Queue<Behaviour> _behaviours;
    private readonly Task _loop;

    public LoopbackServer(Dictionary<string, byte[]> files, params Behaviour[] behaviours)
    {
        (_files, _behaviours) = (files, new(behaviours));
        _listener.Start();
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/set"));
        _loop = Task.Run(ServeAsync);
    }

    public enum Behaviour
    {
        Good,
        IgnoreRange,
        /// <summary>Promises everything, sends half, closes.</summary>
        Drop,
        /// <summary>Sends half without saying how much it will be.</summary>
        Truncate,
        /// <summary>The right length, one bit wrong.</summary>
        Corrupt,
        TooLong,
        /// <summary>A page with status 200.</summary>
        LoginPage,
        NotFound,
        ServerError,
        /// <summary>A range that was not asked for.</summary>
        WrongRange,
        /// <summary>Sends half, then nothing, and keeps the connection.</summary>
        Stall,
        /// <summary>Says no to every range.</summary>
        RefuseRange,
        Garbage,
    }

    public Uri Address { get; }

    /// <summary>The first lines of all requests, with the range asked for: "train.gz 100-".</summary>
    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _listener.Stop();
        _loop.GetAwaiter().GetResult();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string name = (await reader.ReadLineAsync())!.Split(' ')[1].Split('/')[^1];
                int? from = null;
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                        from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                }
                Behaviour behaviour;
                lock (Requests)
                {
                    Requests.Add(from is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {from}-"));
                    behaviour = _behaviours.Count > 1 ? _behaviours.Dequeue() : _behaviours.Peek();
                }
                await RespondAsync(stream, behaviour, _files.GetValueOrDefault(name), from);
            }
        }
        catch (IOException)
        {
            // The client went away.
        }
    }

    private static async Task RespondAsync(NetworkStream stream, Behaviour behaviour, byte[]? file, int? from)
    {
        if (file is null)
            behaviour = Behaviour.NotFound;
        switch (behaviour)
        {
            case Behaviour.NotFound:
                await HeadAsync("404 Not Found", "Content-Length: 0");
                return;
            case Behaviour.ServerError:
                await HeadAsync("500 Internal Server Error", "Content-Length: 0");
                return;
            case Behaviour.LoginPage:
                await HeadAsync("200 OK", "Content-Type: text/html\r\nContent-Length: 6");
                await stream.WriteAsync("<html>"u8.ToArray());
                return;
            case Behaviour.RefuseRange when from is not null:
                await HeadAsync("416 Range Not Satisfiable", "Content-Length: 0");
                return;
            case Behaviour.Garbage:
                await stream.WriteAsync("what? no\r\n\r\n"u8.ToArray());
                return;
        }
        int start = behaviour == Behaviour.IgnoreRange ? 0 : from ?? 0;
        byte[] body = file![Math.Min(start, file.Length)..];
        if (behaviour == Behaviour.Corrupt)
            body[body.Length / 2] ^= 1;
        if (behaviour == Behaviour.TooLong)
            body = [.. body, 0];
        string length = behaviour is Behaviour.Truncate or Behaviour.TooLong ? "X-None: 1" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");
        int told = behaviour == Behaviour.WrongRange ? start + 1 : start;
        if (from is null || behaviour == Behaviour.IgnoreRange)
            await HeadAsync("200 OK", length);
        else
            await HeadAsync("206 Partial Content", string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {told}-{file.Length - 1}/{file.Length}\r\n{length}"));
        bool half = behaviour is Behaviour.Drop or Behaviour.Truncate or Behaviour.Stall;
        await stream.WriteAsync(body.AsMemory(0, half ? body.Length / 2 : body.Length));
        await stream.FlushAsync();
        if (behaviour == Behaviour.Stall)
            await Task.Delay(TimeSpan.FromSeconds(5));

        Task HeadAsync(string status, string headers) =>
            stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\nConnection: close\r\n\r\n")).AsTask();
    }
}
