using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Netsmith.Generator.Model;

namespace Netsmith.Generator.Parsing;

/// <summary>
/// Typed access to the arguments of an attribute, total over unfinished code: whatever the compiler could not bind
/// makes the reader answer null, and the compiler reports it.
/// </summary>
internal static class AttributeReader
{
    /// <summary>A layer, activation or loss with every argument that was written; null where the code is unfinished.</summary>
    public static LayerModel? ReadLayer(AttributeData attribute, CancellationToken cancellation)
    {
        if (!IsComplete(attribute) || attribute.AttributeClass is not { } attributeClass)
            return null;
        var arguments = new List<LayerArgument>();
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        foreach (IParameterSymbol parameter in attribute.AttributeConstructor!.Parameters)
        {
            if (parameter.Ordinal < attribute.ConstructorArguments.Length && IsWritten(parameter, syntax)
                && Number(attribute.ConstructorArguments[parameter.Ordinal]) is { } value)
                arguments.Add(new LayerArgument(parameter.Name, value));
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
            if (Number(named.Value) is { } value)
                arguments.Add(new LayerArgument(named.Key, value));
        return new LayerModel(NetsmithAttributes.KindOf(attributeClass), arguments.ToEquatableArray());
    }

    /// <summary>
    /// The shape and options of <c>[Network]</c>; null where the code is unfinished. <c>[Network]</c> and
    /// <c>[Network(null)]</c> have no dimensions, which the planner refuses.
    /// </summary>
    public static (TensorShape Input, bool InputGradient, bool SparseInput)? ReadNetwork(AttributeData attribute)
    {
        if (!IsComplete(attribute) || attribute.ConstructorArguments.Length != 1
            || attribute.ConstructorArguments[0] is not { Kind: TypedConstantKind.Array } shape)
            return null;
        var dimensions = new List<int>();
        if (!shape.IsNull)
        {
            foreach (TypedConstant dimension in shape.Values)
            {
                if (dimension.Value is not int size)
                    return null;
                dimensions.Add(size);
            }
        }

        bool IsSet(string name) => attribute.NamedArguments.Any(named => named.Key == name && named.Value.Value is true);
        return (new TensorShape(dimensions.ToEquatableArray()), IsSet("InputGradient"), IsSet("SparseInput"));
    }

    /// <summary>Whether the compiler bound the attribute and all its arguments.</summary>
    private static bool IsComplete(AttributeData attribute)
    {
        if (attribute.AttributeConstructor is null)
            return false;
        foreach (TypedConstant argument in attribute.ConstructorArguments)
            if (!IsComplete(argument))
                return false;
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
            if (!IsComplete(named.Value))
                return false;
        return true;
    }

    private static bool IsComplete(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Error)
            return false;
        if (constant.Kind != TypedConstantKind.Array || constant.IsNull)
            return true;
        foreach (TypedConstant element in constant.Values)
            if (!IsComplete(element))
                return false;
        return true;
    }

    /// <summary>Whether the argument stands in the source; the compiler also lists the defaults of optional parameters.</summary>
    private static bool IsWritten(IParameterSymbol parameter, AttributeSyntax? syntax)
    {
        if (syntax?.ArgumentList is not { } list)
            return false;
        int position = 0;
        foreach (AttributeArgumentSyntax argument in list.Arguments)
        {
            if (argument.NameEquals is not null)
                continue;
            if (argument.NameColon is { } colon ? colon.Name.Identifier.ValueText == parameter.Name : position == parameter.Ordinal)
                return true;
            position++;
        }

        return false;
    }

    /// <summary>Integers, Booleans and enum values are exact as doubles. No layer takes a string, a type or an array.</summary>
    private static double? Number(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum
        && constant.Value is bool or sbyte or byte or short or ushort or int or uint or long or ulong or float or double
            ? Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture) : null;
}
