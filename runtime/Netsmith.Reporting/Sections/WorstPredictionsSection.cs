using System.Xml.Linq;
using Netsmith.CompilerServices;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>The samples on which a network is furthest off, drawn as images where they are images.</summary>
internal static class WorstPredictionsSection
{
    private const int MostValues = 8;

    /// <summary>A picture or a row for each sample, the worst first.</summary>
    public static ReportSection Create(string heading, ITrainableNetwork network, Dataset data, int count, Func<int, string> className)
    {
        IReadOnlyList<Mistake> worst = Mistake.Worst(network, data, count);
        string measure = data.IsClassification ? "the probability of the right class was lowest" : "the mean absolute error was largest";
        // The network's shape may say more than the data's, or the other way round.
        ImageLayout? layout = ImageLayout.Of(data.SampleShape) ?? ImageLayout.Of([.. network.Summary.InputShape]);
        XElement explanation = Element("p", Class("muted"), Figure.Text($"The {worst.Count} of {Figure.Count(data.Count)} samples where {measure}, the worst first. {(layout is null ? "" : "Below each image: what it is → what it was taken for.")}"));
        XElement content = layout is null
            ? Scroll("Worst predictions", Html.Table("Worst predictions", ["Sample", "Is", "Taken for", "Probability", "Values"], worst.Select(Row), 1, 2, 4))
            : Element("ul", Class("images"), worst.Select(mistake => Element("li", Picture(mistake, layout))));
        return new(heading, [explanation, content]);

        string[] Row(Mistake mistake)
        {
            (string guess, string? confidence) = Guess(mistake, network, className);
            return [Figure.Text($"{mistake.Index}"), Truth(mistake, network, data, className), guess, confidence ?? Figure.None, Values(data.Sample(mistake.Index))];
        }

        XElement Picture(Mistake mistake, ImageLayout image)
        {
            string truth = Truth(mistake, network, data, className);
            (string guess, string? confidence) = Guess(mistake, network, className);
            return Element("figure",
                Element("img", Attribute("alt", Figure.Text($"Sample {mistake.Index}: is {truth}, taken for {guess}{(confidence is null ? "" : $" with {confidence}")}")),
                    Attribute("width", Figure.Text($"{image.Width}")), Attribute("height", Figure.Text($"{image.Height}")),
                    Attribute("src", Png.DataUri(image.DrawSample(data.Sample(mistake.Index))))),
                Element("figcaption", Element("strong", $"{truth} → {guess}"), confidence is null ? null : Element("small", confidence), Element("small", Figure.Text($"sample {mistake.Index}"))));
        }
    }

    private static string Truth(Mistake mistake, ITrainableNetwork network, Dataset data, Func<int, string> className)
    {
        if (data.IsClassification)
            return className(data.Labels[mistake.Index]);
        ReadOnlySpan<float> targets = data.Targets.Slice(mistake.Index * data.TargetSize, data.TargetSize);
        if (network.OutputKind == OutputKind.Distribution)
            return className(Outputs.IndexOfMax(targets));
        return IsYesOrNo(network) && targets[0] is 0 or 1 ? className((int)targets[0]) : Values(targets);
    }

    /// <summary>What the network says and, where it says which class, how sure it is.</summary>
    private static (string Guess, string? Confidence) Guess(Mistake mistake, ITrainableNetwork network, Func<int, string> className)
    {
        if (network.OutputKind is OutputKind.Classes or OutputKind.Distribution)
        {
            int predicted = Outputs.IndexOfMax(mistake.Outputs);
            return (className(predicted), Figure.Percent(mistake.Outputs[predicted]));
        }
        if (!IsYesOrNo(network))
            return (Values(mistake.Outputs), null);
        float probability = mistake.Outputs[0];
        return (className(probability > 0.5f ? 1 : 0), Figure.Percent(Math.Max(probability, 1 - probability)));
    }

    private static bool IsYesOrNo(ITrainableNetwork network) => network.OutputKind != OutputKind.Values && network.Summary.OutputSize == 1;

    private static string Values(ReadOnlySpan<float> values)
    {
        List<string> shown = [];
        foreach (float value in values[..Math.Min(values.Length, MostValues)])
            shown.Add(Figure.Number((double)value));
        return string.Join(", ", shown) + (values.Length > MostValues ? ", …" : "");
    }
}
