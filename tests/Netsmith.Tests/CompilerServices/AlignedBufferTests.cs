using System.Runtime.CompilerServices;
using Netsmith.CompilerServices;

namespace Netsmith.Tests.CompilerServices;

public sealed unsafe class AlignedBufferTests
{
    [Fact]
    public void Buffer_OfAnyLength_IsAlignedZeroedAndOneMemory()
    {
        for (int length = 0; length < 200; length++)
        {
            var floats = new AlignedBuffer<float>(length);
            Assert.Equal(0, (nint)floats.Pointer % 64);
            Assert.Equal(length, floats.Length);
            Assert.Equal(length, floats.Span.Length);
            Assert.False(floats.Span.ContainsAnyExcept(0f));
            floats.Span.Fill(3);
            for (int i = 0; i < length; i++)
                Assert.Equal(3f, floats.Pointer[i]);
            GC.KeepAlive(floats);
            Assert.Equal(0, (nint)new AlignedBuffer<byte>(length).Pointer % 64);
            Assert.Equal(0, (nint)new AlignedBuffer<decimal>(length).Pointer % 64);
        }
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AlignedBuffer<float>(-1));
    }

    [Fact]
    public void Span_OfAnUnreachableBuffer_KeepsItsMemory()
    {
        Span<float> span = Create();
        for (int i = 0; i < 20; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = new AlignedBuffer<float>(1000);
        }
        Assert.False(span.ContainsAnyExcept(7f));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Span<float> Create()
        {
            var buffer = new AlignedBuffer<float>(1000);
            buffer.Span.Fill(7);
            return buffer.Span;
        }
    }
}
