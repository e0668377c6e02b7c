using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Netsmith.Generator.Parsing;

/// <summary>Names as the generated file needs them.</summary>
internal static class Identifiers
{
    /// <summary>The name with <c>@</c> in front where the compiler would take it for a keyword anywhere.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name : name;

    /// <summary>The namespace with every part escaped; empty for the global one.</summary>
    public static string Namespace(INamespaceSymbol? symbol) =>
        symbol is null || symbol.IsGlobalNamespace ? ""
        : symbol.ContainingNamespace is { IsGlobalNamespace: false } outer ? Namespace(outer) + "." + Escape(symbol.Name)
        : Escape(symbol.Name);

    /// <summary>
    /// The full metadata name and <c>.g.cs</c>. The compiler compares hint names without regard to case and refuses a
    /// second one, so a class that has a twin in other case carries a hash of its exact name.
    /// </summary>
    public static string HintName(INamedTypeSymbol type)
    {
        string metadataName = MetadataName(type);
        var text = new StringBuilder(metadataName.Length + 16);
        foreach (char c in metadataName)
        {
            if (char.IsLetterOrDigit(c) || c is '_' or '.' or '+')
                text.Append(c);
            else
                text.Append('(').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append(')');
        }

        if (HasTwinInOtherCase(type))
            text.Append('-').Append(StableHash(metadataName).ToString("x8", CultureInfo.InvariantCulture));
        return text.Append(".g.cs").ToString();
    }

    private static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } containing)
            return MetadataName(containing) + "+" + type.MetadataName;
        string containingNamespace = Unescaped(type.ContainingNamespace);
        return containingNamespace.Length == 0 ? type.MetadataName : containingNamespace + "." + type.MetadataName;
    }

    private static string Unescaped(INamespaceSymbol? symbol) =>
        symbol is null || symbol.IsGlobalNamespace ? ""
        : symbol.ContainingNamespace is { IsGlobalNamespace: false } outer ? Unescaped(outer) + "." + symbol.Name
        : symbol.Name;

    /// <summary>Whether the type, or anything around it, has a sibling whose name differs in case only.</summary>
    private static bool HasTwinInOtherCase(INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol? symbol = type; symbol is not null and not INamespaceSymbol { IsGlobalNamespace: true };)
        {
            INamespaceOrTypeSymbol? container = (INamespaceOrTypeSymbol?)symbol.ContainingType ?? symbol.ContainingNamespace;
            string name = symbol.Name;
            if (container is not null && container.GetMembers().Any(member =>
                    member is INamespaceOrTypeSymbol && member.Name != name
                    && string.Equals(member.Name, name, System.StringComparison.OrdinalIgnoreCase)))
                return true;
            symbol = container;
        }

        return false;
    }

    /// <summary>FNV-1a over UTF-16 units: <c>string.GetHashCode</c> differs from process to process.</summary>
    private static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
            hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }
}
