using System.Reflection;
using System.Text.RegularExpressions;
using Netsmith.Generator.Layers;
using Netsmith.Generator.Model;
using Netsmith.Generator.Tests.Infrastructure;

namespace Netsmith.Generator.Tests.Architecture;

/// <summary>attributes → model → plan → text: who may know whom, and what has to exist for every layer.</summary>
public sealed partial class GeneratorStructureTests
{
    private static readonly Assembly Runtime = typeof(NetworkAttribute).Assembly;

    private static readonly Type[] AttributeClasses =
        [.. Runtime.GetTypes().Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(LayerAttribute)) || t.IsSubclassOf(typeof(LossAttribute))))];

    [Fact]
    public void Sources_OutsideParsingAndDiagnostics_NameNoRoslynType() => Assert.All(
        Repository.GeneratorSources.Where(s => !MayNameRoslyn(s.RelativePath)),
        source => Assert.DoesNotContain("Microsoft.CodeAnalysis", source.Text, StringComparison.Ordinal));

    [Fact]
    public void Types_OutsideParsingAndDiagnostics_ExposeNoRoslynType() => Assert.All(
        typeof(NetworkGenerator).Assembly.GetTypes().Where(t =>
            t != typeof(NetworkGenerator) && t.DeclaringType != typeof(NetworkGenerator)
            && t.Namespace is { } ns && ns.StartsWith("Netsmith.Generator", StringComparison.Ordinal) && !ns.EndsWith(".Parsing", StringComparison.Ordinal) && !ns.EndsWith(".Diagnostics", StringComparison.Ordinal)),
        type => Assert.DoesNotContain(Mentioned(type), t => t.FullName?.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true));

    [Fact]
    public void Model_NamesNoOtherPartOfTheGenerator() => Assert.All(
        Repository.GeneratorSources.Where(s => s.RelativePath.StartsWith("Model/", StringComparison.Ordinal)),
        source => Assert.Equal(["Model"], GeneratorNamespace().Matches(source.Text).Select(m => m.Groups[1].Value).Distinct()));

    [Fact]
    public void ParsingAndDiagnostics_AreKnownToThePipelineOnly() => Assert.All(
        Repository.GeneratorSources.Where(s => !MayNameRoslyn(s.RelativePath)),
        source => Assert.Empty(GeneratorNamespace().Matches(source.Text).Select(m => m.Groups[1].Value).Intersect(["Parsing", "Diagnostics"])));

    [Fact]
    public void Files_AreOneSubjectLong() => Assert.All(Repository.GeneratorSources, source =>
    {
        int limit = source.RelativePath == "NetworkGenerator.cs" ? 100 : source.RelativePath.StartsWith("Emission/", StringComparison.Ordinal) ? 400 : 300;
        int lines = source.Text.Split('\n').Length - 1;
        Assert.True(lines <= limit, $"generator/{source.RelativePath} has {lines} lines; {limit} are enough for one subject.");
    });

    [Fact]
    public void ModelRecords_HoldValuesOnly()
    {
        Type[] records = [.. typeof(NetworkModel).Assembly.GetTypes().Where(t => t.Namespace == typeof(NetworkModel).Namespace && t.GetMethod("<Clone>$") is not null)];
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.True(record.IsSealed, $"{record.Name} is not sealed."));
        Assert.All(
            records.SelectMany(r => r.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)),
            field => Assert.True(IsValue(field.FieldType), $"{field.DeclaringType!.Name}.{field.Name} is a {field.FieldType}, which does not compare by value."));
    }

    [Fact]
    public void Definitions_AndAttributes_MatchOneToOne() =>
        Assert.Equal(AttributeClasses.Select(Kind).Order(StringComparer.Ordinal), Catalog.All.Select(d => d.Kind).Order(StringComparer.Ordinal));

    [Fact]
    public void Initializers_HaveTheNamesOfTheEnumeration() => Assert.Equal(Enum.GetNames<Initializer>(), Dense.Initializers);

    [Fact]
    public void Attributes_AreSealedAndDocumentClassUse() => Assert.All([.. AttributeClasses, typeof(NetworkAttribute)], type =>
    {
        Assert.True(type.IsSealed, $"{type.Name} must be sealed: the generator looks for exact classes.");
        Assert.EndsWith("Attribute", type.Name, StringComparison.Ordinal);
        Assert.Equal(AttributeTargets.Class, type.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn);
    });

    [Fact]
    public void LayerAttributes_TakeOnlyWhatTheModelHolds() => Assert.All(
        AttributeClasses.SelectMany(attribute => attribute.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => (Owner: attribute, Name: p.Name!, Type: p.ParameterType))
            .Concat(attribute.GetProperties().Where(p => p.SetMethod is { IsPublic: true }).Select(p => (Owner: attribute, p.Name, Type: p.PropertyType)))),
        argument => Assert.True(
            argument.Type.IsEnum || argument.Type == typeof(int) || argument.Type == typeof(bool) || argument.Type == typeof(double),
            $"{argument.Owner.Name}.{argument.Name} is a {argument.Type.Name}; the model holds int, double, bool and enum arguments."));

    [Fact]
    public void Snapshots_EachBelongToATest() => Assert.All(
        Directory.Exists(Snapshot.Folder) ? Directory.GetFiles(Snapshot.Folder) : [],
        path =>
        {
            Assert.False(path.Contains(".received.", StringComparison.Ordinal), $"{path} was received and not accepted.");
            (string Class, string Method)? owner = Snapshot.Owner(path);
            Assert.True(
                owner is { } test && typeof(GeneratorStructureTests).Assembly.GetTypes().Any(t => t.Name == test.Class && t.GetMethod(test.Method) is not null),
                $"{path} belongs to no test; delete it.");
        });

    private static bool MayNameRoslyn(string path) =>
        path == "NetworkGenerator.cs" || path.StartsWith("Parsing/", StringComparison.Ordinal) || path.StartsWith("Diagnostics/", StringComparison.Ordinal);

    private static string Kind(Type attribute) => attribute.Name[..^"Attribute".Length];

    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>) && IsValue(type.GetGenericArguments()[0]))
        || (type.Namespace == typeof(NetworkModel).Namespace && type.GetMethod("<Clone>$") is not null);

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetFields(all).Select(f => f.FieldType)
            .Concat(type.GetMethods(all).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)));
    }

    [GeneratedRegex(@"Netsmith\.Generator\.(\w+)")]
    private static partial Regex GeneratorNamespace();
}
