namespace Netsmith.Generator.Emission;

/// <summary>Finds names in emitted text, so that nothing is declared that nobody uses.</summary>
internal static class Names
{
    /// <summary>Whether the name occurs as a word of its own.</summary>
    public static bool Occur(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            if ((at == 0 || !IsPartOfName(text[at - 1])) && (end == text.Length || !IsPartOfName(text[end])))
                return true;
        }
        return false;
    }

    private static bool IsPartOfName(char c) => char.IsLetterOrDigit(c) || c == '_';
}
