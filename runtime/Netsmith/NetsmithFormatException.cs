namespace Netsmith;

/// <summary>
/// The one exception thrown for a malformed file or stream of any format (safetensors, JSON, npy, IDX, …). The message says which
/// file it was, what was expected, what was found and, where it can be said, what to do.
/// A missing file is not malformed: that stays a <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/>.
/// </summary>
public sealed class NetsmithFormatException : FormatException
{
    /// <summary>Creates the exception with a general message; prefer a constructor that takes the details.</summary>
    public NetsmithFormatException()
        : base("The file is malformed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what was expected, what was found, what to do.</param>
    public NetsmithFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, what was expected, what was found, what to do.</param>
    /// <param name="innerException">The exception of the underlying reader.</param>
    public NetsmithFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
