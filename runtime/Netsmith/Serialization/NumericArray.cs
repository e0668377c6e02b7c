using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Netsmith;

/// <summary>An array as a file holds it: element type, shape and values in row-major order. Read and written by <see cref="NpyFile"/>, <see cref="IdxFile"/> and <see cref="SafeTensors"/>.</summary>
public sealed class NumericArray
{
    private readonly byte[] _bytes;
    private readonly ReadOnlyCollection<int> _shape;

    /// <summary>Takes over bytes that are already in the machine's byte order and match the shape.</summary>
    internal NumericArray(NumericType type, int[] shape, byte[] bytes)
    {
        Type = type;
        Length = bytes.Length / SizeOf(type);
        _shape = Array.AsReadOnly(shape);
        _bytes = bytes;
    }

    /// <summary>The element type.</summary>
    public NumericType Type { get; }

    /// <summary>The shape; empty for a single number.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>The number of values: the product of the shape.</summary>
    public int Length { get; }

    /// <summary>The values' bytes in the machine's byte order, row-major.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes themselves, for readers that hand them on without a copy.</summary>
    internal byte[] Storage => _bytes;

    /// <summary>Creates an array from values.</summary>
    /// <typeparam name="T">byte, sbyte, (u)short, (u)int, (u)long, bool, Half, float or double.</typeparam>
    /// <param name="values">The values, row-major; copied.</param>
    /// <param name="shape">The shape; its product is the number of values. Left out, a vector; for a single number use <see cref="Scalar"/>.</param>
    /// <exception cref="ArgumentException">The shape does not match the number of values, or the type is another one.</exception>
    public static NumericArray Create<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        int[] sizes = shape.IsEmpty ? [values.Length] : shape.ToArray();
        long expected = 1;
        foreach (int size in sizes)
        {
            if (size < 0)
                throw new ArgumentException($"Expected sizes of at least 0, found {ShapeText.Format(sizes)}.", nameof(shape));
            expected = Math.Min(expected * size, int.MaxValue);
        }
        if (expected != values.Length)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected {expected} values, the product of the shape {ShapeText.Format(sizes)}, found {values.Length}."), nameof(values));
        return new(TypeOf<T>(), sizes, MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>Creates an array of rank 0 from a single number.</summary>
    /// <typeparam name="T">As for <see cref="Create"/>.</typeparam>
    /// <param name="value">The number.</param>
    public static NumericArray Scalar<T>(T value)
        where T : unmanaged => new(TypeOf<T>(), [], MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray());

    /// <summary>All values as float, rounded to the nearest.</summary>
    public float[] ToSingles()
    {
        if (Type == NumericType.Float32)
            return MemoryMarshal.Cast<byte, float>(_bytes).ToArray();
        if (Type == NumericType.Float64)
            return Convert<double, float>(static value => (float)value);
        // Every other type but the 64-bit integers is exact in double; those are rounded once, below.
        return Type switch
        {
            NumericType.Int64 => Convert<long, float>(static value => value),
            NumericType.UInt64 => Convert<ulong, float>(static value => value),
            _ => Array.ConvertAll(ToDoubles(), static value => (float)value),
        };
    }

    /// <summary>All values as double; exact except for 64-bit integers beyond 2^53, which are rounded.</summary>
    public double[] ToDoubles() => Type switch
    {
        NumericType.Boolean or NumericType.UInt8 => Convert<byte, double>(static value => value),
        NumericType.Int8 => Convert<sbyte, double>(static value => value),
        NumericType.UInt16 => Convert<ushort, double>(static value => value),
        NumericType.Int16 => Convert<short, double>(static value => value),
        NumericType.UInt32 => Convert<uint, double>(static value => value),
        NumericType.Int32 => Convert<int, double>(static value => value),
        NumericType.UInt64 => Convert<ulong, double>(static value => value),
        NumericType.Int64 => Convert<long, double>(static value => value),
        NumericType.Float16 => Convert<Half, double>(static value => (double)value),
        NumericType.BFloat16 => Convert<ushort, double>(static value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        NumericType.Float32 => Convert<float, double>(static value => value),
        NumericType.Float64 => Convert<double, double>(static value => value),
        _ => throw new InvalidOperationException($"Unknown element type {Type}."),
    };

    /// <summary>All values as int, for labels and indices.</summary>
    /// <exception cref="NetsmithFormatException">A value is not an integer or does not fit.</exception>
    public int[] ToInt32s()
    {
        double[] values = ToDoubles();
        int[] integers = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            integers[i] = (int)values[i];
            if (integers[i] != values[i])
                throw new NetsmithFormatException(string.Create(CultureInfo.InvariantCulture, $"Expected integers of 32 bits, found {values[i]} at index {i}."));
        }
        return integers;
    }

    /// <summary>The size of one element in bytes.</summary>
    internal static int SizeOf(NumericType type) => type switch
    {
        NumericType.Boolean or NumericType.UInt8 or NumericType.Int8 => 1,
        NumericType.UInt16 or NumericType.Int16 or NumericType.Float16 or NumericType.BFloat16 => 2,
        NumericType.UInt32 or NumericType.Int32 or NumericType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Changes the byte order of every element, in place.</summary>
    internal static void ReverseElements(Span<byte> bytes, int elementSize)
    {
        switch (elementSize)
        {
            case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes)); break;
            case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes)); break;
            case 8: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes)); break;
        }
    }

    /// <summary>The bytes in little-endian order: themselves, but for a big-endian machine.</summary>
    internal ReadOnlySpan<byte> LittleEndianBytes()
    {
        if (BitConverter.IsLittleEndian)
            return _bytes;
        byte[] copy = [.. _bytes];
        ReverseElements(copy, SizeOf(Type));
        return copy;
    }

    private static NumericType TypeOf<T>() => typeof(T) switch
    {
        var type when type == typeof(bool) => NumericType.Boolean,
        var type when type == typeof(byte) => NumericType.UInt8,
        var type when type == typeof(sbyte) => NumericType.Int8,
        var type when type == typeof(ushort) => NumericType.UInt16,
        var type when type == typeof(short) => NumericType.Int16,
        var type when type == typeof(uint) => NumericType.UInt32,
        var type when type == typeof(int) => NumericType.Int32,
        var type when type == typeof(ulong) => NumericType.UInt64,
        var type when type == typeof(long) => NumericType.Int64,
        var type when type == typeof(Half) => NumericType.Float16,
        var type when type == typeof(float) => NumericType.Float32,
        var type when type == typeof(double) => NumericType.Float64,
        var type => throw new ArgumentException($"Expected a number type with a file format, found {type}."),
    };

    private TOut[] Convert<TIn, TOut>(Func<TIn, TOut> convert)
        where TIn : unmanaged
    {
        ReadOnlySpan<TIn> source = MemoryMarshal.Cast<byte, TIn>(_bytes);
        TOut[] result = new TOut[source.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = convert(source[i]);
        return result;
    }
}
