using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Netsmith.CompilerServices;

namespace Netsmith.Benchmarks;

/// <summary>
/// The functions of <see cref="VectorMath"/> over 4,096 values between -8 and 8, in cache; the mean divided by 4,096 is the time of
/// an element (docs/numerics.md).
/// </summary>
[HideColumns("Error", "StdDev", "Median", "RatioSD")]
public unsafe class VectorMathBenchmarks
{
    private const int Length = 4096;
    private readonly AlignedBuffer<float> _source = new(Length), _result = new(Length);

    public VectorMathBenchmarks()
    {
        var random = new Rng(1);
        foreach (ref float value in _source.Span)
            value = random.NextSingle() * 16 - 8;
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Exp512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Exp(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Exp256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Exp(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Exp128()
    {
        for (int i = 0; i < Length; i += Vector128<float>.Count)
            VectorMath.Exp(Vector128.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void ExpM1512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.ExpM1(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void ExpM1256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.ExpM1(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Log512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Log(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Log256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Log(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Log1P512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Log1P(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Log1P256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Log1P(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Softplus512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Softplus(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Softplus256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Softplus(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Sigmoid512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Sigmoid(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Sigmoid256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Sigmoid(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Tanh512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Tanh(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Tanh256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Tanh(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Erf512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.Erf(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void Erf256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.Erf(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void NormalCdf512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.NormalCdf(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void NormalCdf256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.NormalCdf(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void NormalDensity512()
    {
        for (int i = 0; i < Length; i += Vector512<float>.Count)
            VectorMath.NormalDensity(Vector512.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void NormalDensity256()
    {
        for (int i = 0; i < Length; i += Vector256<float>.Count)
            VectorMath.NormalDensity(Vector256.Load(_source.Pointer + i)).Store(_result.Pointer + i);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public void DropoutMask() => CompilerServices.DropoutMask.Fill(_result.Pointer, Length, 1, 0.5);
}
