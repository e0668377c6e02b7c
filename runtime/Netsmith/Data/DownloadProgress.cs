namespace Netsmith;

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="FileIndex">Its number, from 0.</param>
/// <param name="FileCount">How many files there are.</param>
/// <param name="Bytes">The bytes of this file that are here.</param>
/// <param name="TotalBytes">The size of this file.</param>
public readonly record struct DownloadProgress(string File, int FileIndex, int FileCount, long Bytes, long TotalBytes);
