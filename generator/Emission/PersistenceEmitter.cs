namespace Netsmith.Generator.Emission;

/// <summary>Writes <c>Save</c> and <c>Load</c>.</summary>
internal static class PersistenceEmitter
{
    private const string ModelFile = "global::Netsmith.CompilerServices.ModelFile";

    public static void Emit(CodeWriter w, EmitContext context)
    {
        w.Line("/// <summary>Writes the parameters to a file, which is replaced in one step.</summary>");
        w.Line("/// <param name=\"path\">JSON if it ends with .json, else safetensors.</param>");
        using (w.Block("public void Save(string path)"))
            w.Line($"{ModelFile}.Save(path, Summary, _parameters.Span);");
        w.Line();
        w.Line("/// <summary>Writes the parameters as safetensors.</summary>");
        w.Line("/// <param name=\"stream\">Where to.</param>");
        using (w.Block("public void Save(global::System.IO.Stream stream)"))
            w.Line($"{ModelFile}.Save(stream, Summary, _parameters.Span);");
        w.Line();
        w.Line("/// <summary>Reads a network from a file that <see cref=\"Save(string)\"/> wrote, or from PyTorch's state dict as safetensors.</summary>");
        w.Line("/// <param name=\"path\">JSON if it ends with .json, else safetensors.</param>");
        w.Line("/// <exception cref=\"global::Netsmith.NetsmithFormatException\">The file is damaged, or holds another network; the message says what differs.</exception>");
        using (w.Block($"public static {context.Name} Load(string path)"))
        {
            w.Line($"{context.Name} network = new();");
            w.Line("network.LoadParameters(path);");
            w.Line("return network;");
        }
        w.Line();
        w.Line("/// <summary>Replaces the parameters by those of a file. If the file cannot be used, they stay as they are.</summary>");
        w.Line("/// <param name=\"path\">JSON if it ends with .json, else safetensors.</param>");
        w.Line("/// <exception cref=\"global::Netsmith.NetsmithFormatException\">The file is damaged, or holds another network; the message says what differs.</exception>");
        using (w.Block("public void LoadParameters(string path)"))
            w.Line($"{ModelFile}.Load(path, Summary, Parameters);");
    }
}
