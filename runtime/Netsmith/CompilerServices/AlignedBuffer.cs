using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netsmith.CompilerServices;

/// <summary>
/// A zeroed block of memory that never moves and begins at a multiple of 64 bytes (a cache line, an AVX-512 register), for
/// generated code. The garbage collector owns it: it needs no disposal, and <see cref="Span"/> keeps it alive.
/// <see cref="Pointer"/> does not: while the pointer is in use the buffer must be reachable, so a method that works on the pointer
/// ends with <see cref="GC.KeepAlive"/> of the buffer or of the object that holds it.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;
    private readonly T[] _array;
    private readonly nint _byteOffset;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">The number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _array = GC.AllocateArray<T>(checked(length + (Alignment - 1 + sizeof(T)) / sizeof(T)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _byteOffset = -start & (Alignment - 1);
        Pointer = (T*)(start + _byteOffset);
        Length = length;
    }

    /// <summary>The first element. Valid only while the buffer is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements. Unlike <see cref="Pointer"/>, the span keeps the memory alive.</summary>
    public Span<T> Span =>
        MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_array), _byteOffset), Length);
}
