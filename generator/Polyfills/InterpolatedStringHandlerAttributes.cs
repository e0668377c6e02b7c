namespace System.Runtime.CompilerServices;

/// <summary>Marks <see cref="Netsmith.Generator.Emission.CodeWriter.Text"/> for the compiler, which looks for it by name.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;
