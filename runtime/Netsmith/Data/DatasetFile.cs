namespace Netsmith;

/// <summary>A file to download; size and checksum are known in advance, so that no server need be trusted.</summary>
/// <param name="Name">The name, on the server and in the folder.</param>
/// <param name="Length">The size in bytes.</param>
/// <param name="Sha256">The checksum in lower-case hexadecimal.</param>
internal sealed record DatasetFile(string Name, long Length, string Sha256);
