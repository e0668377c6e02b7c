using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Netsmith.Generator.Diagnostics;
using Netsmith.Generator.Model;
using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Parsing;

/// <summary>
/// Reads one class marked <c>[Network]</c>: attributes in, model and diagnostics out. Knows no layer by name. Unfinished
/// code gives no source and no diagnostic of ours, because the compiler already says what is missing.
/// </summary>
internal static class NetworkParser
{
    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || context.TargetNode is not TypeDeclarationSyntax declaration)
            return ParseResult.Nothing;
        List<NetworkAttribute> attributes = Collect(type, declaration, cancellation);

        // [Network] on two parts is the compiler's error (CS0579); only the first part is read, for a file has one name.
        if (attributes.Find(static a => a.Role == AttributeRole.Network) is not { IsHere: true } network)
            return ParseResult.Nothing;

        var diagnostics = new List<Diagnostic>();
        DeclarationModel? declared = DeclarationReader.Read(type, declaration, diagnostics, cancellation);
        cancellation.ThrowIfCancellationRequested();
        bool allowsUnsafe = TargetReader.AllowsUnsafe(context.SemanticModel.Compilation);
        if (!allowsUnsafe)
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.UnsafeBlocksOff, network.Location, type.Name));

        List<NetworkAttribute> parts = attributes.FindAll(static a => a.Role is AttributeRole.Layer or AttributeRole.Loss or AttributeRole.Foreign);
        bool ordered = CheckOrder(type, parts, diagnostics);
        bool resolved = !attributes.Exists(a => a.Role == AttributeRole.Unresolved && a.IsHere && a.Start > network.Start);
        cancellation.ThrowIfCancellationRequested();

        NetworkModel? model = ordered && resolved ? Read(declared, network, parts, cancellation) : null;
        bool planned = model is not null && Plan(model, network, parts, diagnostics);
        return new ParseResult(planned && declared is not null && allowsUnsafe ? model : null, diagnostics.ToImmutableArray());
    }

    /// <summary>The attributes of every part that mean something here, those of each file in reading order.</summary>
    private static List<NetworkAttribute> Collect(INamedTypeSymbol type, TypeDeclarationSyntax declaration, CancellationToken cancellation)
    {
        var found = new List<NetworkAttribute>();
        foreach (AttributeData data in type.GetAttributes())
        {
            AttributeRole role = NetsmithAttributes.RoleOf(data.AttributeClass);
            if (role == AttributeRole.None || data.ApplicationSyntaxReference is not { } reference)
                continue;
            bool isHere = reference.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(reference.Span);
            found.Add(new NetworkAttribute(data, role, isHere, reference.Span.Start, reference.GetSyntax(cancellation).GetLocation()));
        }

        return found;
    }

    /// <summary>Known layers in one declaration, at most one loss, and the loss last; false where the list cannot be read as a network.</summary>
    private static bool CheckOrder(INamedTypeSymbol type, List<NetworkAttribute> parts, List<Diagnostic> diagnostics)
    {
        int before = diagnostics.Count;
        foreach (NetworkAttribute stray in parts.Where(static part => !part.IsHere))
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SeveralDeclarations, stray.Location, stray.Kind, type.Name));

        foreach (NetworkAttribute foreign in parts.Where(static part => part.Role == AttributeRole.Foreign))
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.UnknownLayer, foreign.Location, foreign.Kind));

        List<NetworkAttribute> here = parts.FindAll(static part => part.IsHere);
        List<NetworkAttribute> losses = here.FindAll(static part => part.Role == AttributeRole.Loss);
        foreach (NetworkAttribute second in losses.Skip(1))
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.TwoLosses, second.Location, type.Name, losses[0].Kind, second.Kind));
        if (losses.Count == 1 && here[here.Count - 1] != losses[0])
            diagnostics.Add(Diagnostic.Create(
                DiagnosticDescriptors.LossNotLast, losses[0].Location, losses[0].Kind, here[here.IndexOf(losses[0]) + 1].Kind));
        return diagnostics.Count == before;
    }

    private static NetworkModel? Read(
        DeclarationModel? declared, NetworkAttribute network, List<NetworkAttribute> parts, CancellationToken cancellation)
    {
        if (AttributeReader.ReadNetwork(network.Data) is not var (input, inputGradient, sparseInput))
            return null;
        var layers = new List<LayerModel>();
        LayerModel? loss = null;
        foreach (NetworkAttribute part in parts)
        {
            if (AttributeReader.ReadLayer(part.Data, cancellation) is not { } read)
                return null;
            if (part.Role == AttributeRole.Loss)
                loss = read;
            else
                layers.Add(read);
        }

        // A class that cannot be generated still has its layers checked, so that every mistake is shown at once.
        return new NetworkModel(declared ?? new DeclarationModel("", default, "", ""), input, inputGradient, layers.ToEquatableArray(), loss, sparseInput);
    }

    /// <summary>Plans once for the sake of its diagnostics; false where one of them is an error.</summary>
    private static bool Plan(NetworkModel model, NetworkAttribute network, List<NetworkAttribute> parts, List<Diagnostic> diagnostics)
    {
        PlanResult result = NetworkPlanner.Plan(model);
        foreach (PlanDiagnostic said in result.Diagnostics)
        {
            // Layers and then the loss: a position is an index into the attributes in reading order.
            Location location = said.Position >= 0 && said.Position < parts.Count ? parts[said.Position].Location : network.Location;
            object[] arguments = said.Arguments.ToArray<object>();
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.ById(said.Id), location, arguments));
        }

        return result.Plan is not null;
    }

    /// <summary>One attribute of the class, and whether it stands in the declaration that carries <c>[Network]</c>.</summary>
    private sealed record NetworkAttribute(AttributeData Data, AttributeRole Role, bool IsHere, int Start, Location Location)
    {
        public string Kind => NetsmithAttributes.KindOf(Data.AttributeClass!);
    }
}
