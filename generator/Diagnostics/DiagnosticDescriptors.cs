using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Netsmith.Generator.Diagnostics;

/// <summary>
/// Everything the generator says. A message tells what was expected, what was found and what to do; a page in
/// docs/diagnostics tells the rest. Ids are never reused: NSM00xx declaration, NSM01xx shapes, NSM02xx training advice, NSM09xx performance.
/// </summary>
internal static class DiagnosticDescriptors
{
    private const string HelpFolder = "https://github.com/netsmith/netsmith/blob/main/docs/diagnostics/";
    private const string Declaration = "Netsmith.Declaration";
    private const string Shapes = "Netsmith.Shapes";
    private const string Training = "Netsmith.Training";
    private const string Performance = "Netsmith.Performance";

    /// <summary>The class, or a type it is nested in, is not declared <c>partial</c>.</summary>
    public static readonly DiagnosticDescriptor NotPartial = new(
        id: "NSM0001",
        title: "A network's class must be partial",
        messageFormat: "'{0}' is not partial, so the network cannot be added to it; write 'partial' before '{1}'",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0001.md");

    /// <summary>The class, or a type it is nested in, has type parameters.</summary>
    public static readonly DiagnosticDescriptor Generic = new(
        id: "NSM0002",
        title: "A network's class must not be generic",
        messageFormat: "'{0}' has the type parameters {1}, but a network is one fixed program; remove them",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0002.md");

    /// <summary>The class is static, abstract, a record, or otherwise nothing that the generated constructors can create.</summary>
    public static readonly DiagnosticDescriptor NotInstantiable = new(
        id: "NSM0003",
        title: "A network's class must be an ordinary class",
        messageFormat: "'{0}' {1}; {2}",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0003.md");

    /// <summary>A layer or loss is written on another partial declaration than <c>[Network]</c>.</summary>
    public static readonly DiagnosticDescriptor SeveralDeclarations = new(
        id: "NSM0004",
        title: "Layers must stand in the declaration that carries [Network]",
        messageFormat: "[{0}] is on another declaration of '{1}' than [Network], which leaves its place among the layers undefined; move it into the list that starts with [Network]",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0004.md");

    /// <summary>There is nothing between the input and the loss.</summary>
    public static readonly DiagnosticDescriptor NoLayer = new(
        id: "NSM0005",
        title: "A network needs at least one layer",
        messageFormat: "The network has no layer; list its layers after the input shape, for example [Network(784), Dense(10)]",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0005.md");

    /// <summary>A layer follows the loss.</summary>
    public static readonly DiagnosticDescriptor LossNotLast = new(
        id: "NSM0006",
        title: "The loss must be the last attribute of a network",
        messageFormat: "[{0}] is a loss and must come last, but [{1}] follows it; move [{0}] to the end of the list",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0006.md");

    /// <summary>The consuming project sets <c>AllowUnsafeBlocks</c> to false.</summary>
    public static readonly DiagnosticDescriptor UnsafeBlocksOff = new(
        id: "NSM0007",
        title: "Generated networks need unsafe blocks",
        messageFormat: "The network '{0}' works on pointers, but this project does not allow unsafe blocks; set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project file",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0007.md");

    /// <summary>More than one loss attribute.</summary>
    public static readonly DiagnosticDescriptor TwoLosses = new(
        id: "NSM0008",
        title: "A network has one loss",
        messageFormat: "'{0}' is trained by one loss, but has both [{1}] and [{2}]; remove one of them",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0008.md");

    /// <summary>An argument that no layer can be built with.</summary>
    public static readonly DiagnosticDescriptor ValueOutOfRange = new(
        id: "NSM0009",
        title: "The value of an attribute's argument is out of range",
        messageFormat: "{1} of [{0}] must be {2}, but is {3}; change the value",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0009.md");

    /// <summary>Layer or loss attributes on a class without <c>[Network]</c>.</summary>
    public static readonly DiagnosticDescriptor LayersWithoutNetwork = new(
        id: "NSM0010",
        title: "Layer attributes need [Network]",
        messageFormat: "[{0}] has no effect, because '{1}' is not marked as a network; add [Network(…)] with the shape of one input before the first layer",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0010.md");

    /// <summary>A constructor that never runs the generated one, which initializes the parameters.</summary>
    public static readonly DiagnosticDescriptor UnchainedConstructor = new(
        id: "NSM0011",
        title: "A network's constructor should start with the generated one",
        messageFormat: "'{0}' does not start with a generated constructor, so every parameter of the network stays zero; add ': this(seed)'",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0011.md");

    /// <summary>An attribute that derives from the package's base classes elsewhere.</summary>
    public static readonly DiagnosticDescriptor UnknownLayer = new(
        id: "NSM0012",
        title: "The layer is not one of this package's",
        messageFormat: "[{0}] is not a layer or loss that this version of Netsmith knows, so no code exists for it; use one that the package declares",
        category: Declaration,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0012.md");

    /// <summary>A layer's shape rule refuses its input.</summary>
    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        id: "NSM0101",
        title: "A layer does not fit the output of the layer before it",
        messageFormat: "{0} expects {1}, but {2} gives {3}; {4}",
        category: Shapes,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0101.md");

    /// <summary>A number of the plan is beyond what can be emitted.</summary>
    public static readonly DiagnosticDescriptor TooLarge = new(
        id: "NSM0102",
        title: "A layer is larger than generated code can be",
        messageFormat: "The {1} of {0} would be {2}, but the limit is {3} elements; make the layer or its input smaller",
        category: Shapes,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0102.md");

    /// <summary>The loss refuses the shape of the network's output.</summary>
    public static readonly DiagnosticDescriptor LossOutput = new(
        id: "NSM0103",
        title: "The loss does not fit the output of the network",
        messageFormat: "{0} expects {1}, but {2} gives {3}; {4}",
        category: Shapes,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0103.md");

    /// <summary>Softmax twice.</summary>
    public static readonly DiagnosticDescriptor SoftmaxBeforeCrossEntropy = new(
        id: "NSM0201",
        title: "The cross-entropy already contains the softmax",
        messageFormat: "[{0}] is followed by [{1}], which expects logits and applies the softmax itself, so training is slow and stops early; remove [{0}]",
        category: Training,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0201.md");

    /// <summary>Two linear layers in a row.</summary>
    public static readonly DiagnosticDescriptor LinearPair = new(
        id: "NSM0202",
        title: "Two linear layers without an activation between them are one linear layer",
        messageFormat: "{1} follows {0} without an activation between them, so both together are one linear map; insert an activation such as [Relu] or remove one of the two",
        category: Training,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0202.md");

    /// <summary>The logits can hardly be negative.</summary>
    public static readonly DiagnosticDescriptor RectifierBeforeCrossEntropy = new(
        id: "NSM0203",
        title: "A rectifier before a cross-entropy holds back the negative logits",
        messageFormat: "[{0}] is the last layer before [{1}] and cuts off or damps values below zero, but the loss expects logits of either sign; remove [{0}]",
        category: Training,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0203.md");

    /// <summary>Sigmoid twice.</summary>
    public static readonly DiagnosticDescriptor SigmoidBeforeCrossEntropy = new(
        id: "NSM0204",
        title: "SigmoidCrossEntropy already contains the sigmoid",
        messageFormat: "[{0}] is followed by [SigmoidCrossEntropy], which expects logits and applies the sigmoid itself, so training is slow and stops early; remove [{0}]",
        category: Training,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0204.md");

    /// <summary>The loss takes logarithms, or probabilities, of outputs that are none.</summary>
    public static readonly DiagnosticDescriptor LossOfOtherValues = new(
        id: "NSM0205",
        title: "The last layer does not give what the loss expects",
        messageFormat: "[{0}] expects {1}, which {2} does not give, so the loss has no meaning; insert [{3}] before [{0}]",
        category: Training,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0205.md");

    /// <summary><c>SparseInput</c> asks for something the network cannot use.</summary>
    public static readonly DiagnosticDescriptor SparseInputWithoutEffect = new(
        id: "NSM0901",
        title: "SparseInput has no effect on this network",
        messageFormat: "SparseInput skips zeros in the first layer's weight, which needs a Dense layer of more than a few inputs, but the network begins with {0}; remove SparseInput, or put Dense first",
        category: Performance,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpFolder + "NSM0901.md");

    /// <summary>All of them, by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, Generic, NotInstantiable,
        SeveralDeclarations, NoLayer, LossNotLast,
        UnsafeBlocksOff, TwoLosses, ValueOutOfRange,
        LayersWithoutNetwork, UnchainedConstructor, UnknownLayer,
        ShapeMismatch, TooLarge, LossOutput,
        SoftmaxBeforeCrossEntropy, LinearPair, RectifierBeforeCrossEntropy,
        SigmoidBeforeCrossEntropy, LossOfOtherValues,
        SparseInputWithoutEffect,
    ];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Index = All.ToImmutableDictionary(static d => d.Id);

    /// <summary>The descriptor that the planner means.</summary>
    public static DiagnosticDescriptor ById(string id) => Index[id];
}
