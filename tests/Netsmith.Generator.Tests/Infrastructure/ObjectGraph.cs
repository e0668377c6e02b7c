using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>Walks everything reachable from a pipeline value and finds what would keep a compilation alive.</summary>
internal static class ObjectGraph
{
    /// <summary>Fails, naming the path, if the value holds anything that belongs to a compilation or a syntax tree.</summary>
    public static void AssertFreeOfRoslyn(object? root, string name) =>
        Assert.True(FindRoslyn(root) is not { } path, $"The value of step {name} reaches a Roslyn object: {FindRoslyn(root)}");

    /// <summary>The path of fields to the first Roslyn object, or null.</summary>
    public static string? FindRoslyn(object? root) => Find(root, "value", new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static string? Find(object? node, string path, HashSet<object> visited)
    {
        if (node is null or string or Type || node.GetType() is { IsPrimitive: true } or { IsEnum: true } || !visited.Add(node))
            return null;
        // `is`, since nobody's exact type is an interface.
        if (node is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SemanticModel or SyntaxReference or AttributeData)
            return $"{path} is a {node.GetType().Name}";
        if (node is IEnumerable items && node.GetType().IsArray)
        {
            int index = 0;
            foreach (object? item in items)
                if (Find(item, $"{path}[{index++}]", visited) is { } found)
                    return found;
            return null;
        }

        for (Type? type = node.GetType(); type is not null; type = type.BaseType)
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (Find(field.GetValue(node), $"{path}.{field.Name}", visited) is { } found)
                    return found;
        return null;
    }
}
