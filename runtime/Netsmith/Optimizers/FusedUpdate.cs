using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Netsmith;

/// <summary>p = fma(factor, g, p), each element rounded once, whatever the machine: the update of plain SGD.</summary>
internal static class FusedUpdate
{
    /// <summary>Adds factor·gradients to the parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Span<float> parameters, ReadOnlySpan<float> gradients, float factor)
    {
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradients[..parameters.Length]);
        nuint i = 0, length = (nuint)parameters.Length;
        if (Avx512F.IsSupported)
        {
            for (; i + 16 <= length; i += 16)
                Avx512F.FusedMultiplyAdd(Vector512.Create(factor), Vector512.LoadUnsafe(ref g, i), Vector512.LoadUnsafe(ref p, i)).StoreUnsafe(ref p, i);
        }
        if (Fma.IsSupported)
        {
            for (; i + 8 <= length; i += 8)
                Fma.MultiplyAdd(Vector256.Create(factor), Vector256.LoadUnsafe(ref g, i), Vector256.LoadUnsafe(ref p, i)).StoreUnsafe(ref p, i);
        }
        if (AdvSimd.IsSupported)
        {
            for (; i + 4 <= length; i += 4)
                AdvSimd.FusedMultiplyAdd(Vector128.LoadUnsafe(ref p, i), Vector128.Create(factor), Vector128.LoadUnsafe(ref g, i)).StoreUnsafe(ref p, i);
        }
        for (; i < length; i++)
        {
            ref float parameter = ref Unsafe.Add(ref p, i);
            parameter = MathF.FusedMultiplyAdd(factor, Unsafe.Add(ref g, i), parameter);
        }
    }
}
