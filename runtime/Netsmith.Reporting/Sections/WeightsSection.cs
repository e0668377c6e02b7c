using System.Xml.Linq;
using Netsmith.CompilerServices;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>The weights of a network's first layer, seen as what each of its outputs looks for.</summary>
internal static class WeightsSection
{
    /// <summary>An image for each output of the layer where inputs are images, one image of all weights otherwise.</summary>
    /// <exception cref="ArgumentException">The first parameters are not the weights of a dense layer on the inputs.</exception>
    public static ReportSection Create(string heading, INetwork network, int count)
    {
        NetworkSummary summary = network.Summary;
        if (summary.Parameters.Count == 0 || summary.Parameters[0] is not { Shape: [int outputs, int inputs] } weight || inputs != summary.InputSize)
        {
            throw new ArgumentException(
                $"Expected a network whose first layer with parameters is Dense and reads the input, found {(summary.Parameters.Count == 0 ? "no parameters" : Describe(summary))}. Leave its weights out of the report.",
                nameof(network));
        }
        float[] weights = network.Parameters.Slice(weight.Offset, weight.Length).ToArray();
        const string Colors = "Orange is above 0, blue below, and the page shows through at 0.";
        if (ImageLayout.Of([.. summary.InputShape]) is not ImageLayout layout)
        {
            var whole = new ImageLayout(1, outputs, inputs);
            return new(heading,
            [
                Element("p", Class("muted"), Figure.Text($"A row for each of the {outputs} outputs, a column for each of the {inputs} inputs. {Colors}")),
                Image(whole, weights, Figure.Text($"Weights [{outputs}, {inputs}]"), "whole"),
                Element("p", Class("muted"), Extent(weights)),
            ]);
        }
        int shown = Math.Min(count, outputs);
        string explanation = Figure.Text($"{(shown < outputs ? $"The first {shown} of {outputs}" : $"All {outputs}")} outputs of the layer, each scaled to its own largest weight. ")
            + (layout.Channels == 3 ? "Grey is 0." : Colors);
        return new(heading,
        [
            Element("p", Class("muted"), explanation),
            Element("ul", Class("images weights"), Enumerable.Range(0, shown).Select(output =>
            {
                float[] row = weights[(output * inputs)..((output + 1) * inputs)];
                return Element("li", Element("figure", Image(layout, row, Figure.Text($"Weights of output {output}, {Extent(row)}"), null),
                    Element("figcaption", Figure.Text($"{output}"), Element("small", Largest(row)))));
            })),
        ]);
    }

    private static XElement Image(ImageLayout layout, float[] weights, string description, string? style) => Element("img",
        style is null ? null : Class(style), Attribute("alt", description),
        Attribute("width", Figure.Text($"{layout.Width}")), Attribute("height", Figure.Text($"{layout.Height}")),
        Attribute("src", Png.DataUri(layout.DrawWeights(weights))));

    private static string Largest(float[] weights)
    {
        (float least, float most) = ImageLayout.Range(weights);
        return Figure.Text($"±{Math.Max(Math.Abs(least), Math.Abs(most)):G2}");
    }

    private static string Extent(float[] weights)
    {
        (float least, float most) = ImageLayout.Range(weights);
        return $"{Short(least)} to {Short(most)}";

        static string Short(float value) => Figure.Text($"{value:G2}");
    }

    private static string Describe(NetworkSummary summary) => $"'{summary.Parameters[0].Name}' of shape {ShapeText.Format(summary.Parameters[0].Shape)}";
}
