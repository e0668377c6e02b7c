using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netsmith;

/// <summary>An update rule for a vector of parameters, made of correctly rounded operations on each lane alone.</summary>
internal interface IUpdateRule
{
    /// <summary>The new values of a vector of parameters.</summary>
    /// <param name="p">The parameters.</param>
    /// <param name="g">Their gradients.</param>
    /// <param name="s0">The first state buffer's values, replaced by the new ones; zeros where there is no such buffer.</param>
    /// <param name="s1">The second state buffer's values.</param>
    /// <param name="s2">The third state buffer's values.</param>
    Vector<float> Apply(Vector<float> p, Vector<float> g, ref Vector<float> s0, ref Vector<float> s1, ref Vector<float> s2);
}

/// <summary>
/// Applies an update rule in one pass over parameters, gradients and up to three state buffers. What is left at the end is padded
/// and goes through the same vector code, so an element's result depends neither on its position nor on the vector width.
/// </summary>
/// <remarks>
/// State below 2⁻¹²⁰ becomes 0. The averages of inputs that are nearly always 0, such as the pixels at an image's border, halve every
/// few steps until they are subnormal, and then each operation costs an Intel processor some 150 cycles: an epoch of 784-128-64-10 on
/// MNIST with Adam took 0.83 s, without them 0.45. What is lost changes no parameter that a float can tell apart.
/// </remarks>
internal static class VectorUpdate
{
    /// <summary>Applies <paramref name="rule"/>. State spans have the parameters' length or are empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state0, Span<float> state1 = default, Span<float> state2 = default)
        where TRule : struct, IUpdateRule
    {
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float s0 = ref MemoryMarshal.GetReference(state0);
        ref float s1 = ref MemoryMarshal.GetReference(state1);
        ref float s2 = ref MemoryMarshal.GetReference(state2);
        bool has0 = !state0.IsEmpty, has1 = !state1.IsEmpty, has2 = !state2.IsEmpty;
        int vectorized = parameters.Length - parameters.Length % Vector<float>.Count;
        for (nuint i = 0; i < (nuint)vectorized; i += (nuint)Vector<float>.Count)
        {
            Vector<float> v0 = has0 ? Vector.LoadUnsafe(ref s0, i) : default;
            Vector<float> v1 = has1 ? Vector.LoadUnsafe(ref s1, i) : default;
            Vector<float> v2 = has2 ? Vector.LoadUnsafe(ref s2, i) : default;
            rule.Apply(Vector.LoadUnsafe(ref p, i), Vector.LoadUnsafe(ref g, i), ref v0, ref v1, ref v2).StoreUnsafe(ref p, i);
            if (has0)
                WithoutTraces(v0).StoreUnsafe(ref s0, i);
            if (has1)
                WithoutTraces(v1).StoreUnsafe(ref s1, i);
            if (has2)
                WithoutTraces(v2).StoreUnsafe(ref s2, i);
        }
        if (vectorized < parameters.Length)
            RunTail(rule, parameters[vectorized..], gradients[vectorized..], Tail(state0, vectorized), Tail(state1, vectorized), Tail(state2, vectorized));
    }

    private static void RunTail<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state0, Span<float> state1, Span<float> state2)
        where TRule : struct, IUpdateRule
    {
        Vector<float> v0 = LoadPartial(state0), v1 = LoadPartial(state1), v2 = LoadPartial(state2);
        StorePartial(rule.Apply(LoadPartial(parameters), LoadPartial(gradients), ref v0, ref v1, ref v2), parameters);
        StorePartial(WithoutTraces(v0), state0);
        StorePartial(WithoutTraces(v1), state1);
        StorePartial(WithoutTraces(v2), state2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithoutTraces(Vector<float> state) =>
        // NaN is not below, and stays.
        Vector.AndNot(state, Vector.LessThan(Vector.Abs(state), new Vector<float>(7.5231638e-37f)).As<int, float>());

    private static Span<float> Tail(Span<float> state, int start) => state.IsEmpty ? state : state[start..];

    private static Vector<float> LoadPartial(ReadOnlySpan<float> values)
    {
        Vector<float> padded = default;
        values.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<float>, float>(ref padded), Vector<float>.Count));
        return padded;
    }

    private static void StorePartial(Vector<float> values, Span<float> destination) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector<float>, float>(ref values), Vector<float>.Count)[..destination.Length].CopyTo(destination);
}
