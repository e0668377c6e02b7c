using static Netsmith.Html;

namespace Netsmith;

/// <summary>The curve of a search for a learning rate.</summary>
internal static class FinderSection
{
    /// <summary>The loss by learning rate, the suggestions marked.</summary>
    public static ReportSection Create(string heading, IReadOnlyList<double> rates, IReadOnlyList<double> losses, IReadOnlyList<(string Name, double Rate)> suggestions)
    {
        if (rates.Count == 0)
            return new(heading, [Element("p", Class("muted"), "No learning rate was tried.")]);
        var chart = new LineChart
        {
            Caption = "Loss by learning rate",
            XLabel = "learning rate",
            XScale = AxisScale.Logarithmic,
            Lines = [new ChartLine("loss", [.. rates.Zip(losses)], 0)],
            HasLegend = false,
            Marks = [.. suggestions.Select(suggestion => ($"{suggestion.Name} {Figure.Number(suggestion.Rate)}", suggestion.Rate))],
        };
        var rows = rates.Zip(losses, (rate, loss) => (string[])[Figure.Number(rate), Figure.Number(loss)]);
        return new(heading,
        [
            Element("div", Class("charts pairs"), chart.Draw(), Element("div",
                suggestions.Count == 0 ? null : Html.Figures(suggestions.Select(suggestion => (suggestion.Name, Figure.Number(suggestion.Rate)))),
                Element("p", "The rate grows from step to step. A good one lies where the loss falls steeply, well before its lowest point."),
                Element("details", Element("summary", "All figures as a table"), Scroll("Loss by learning rate", Html.Table("Loss by learning rate", ["Learning rate", "Loss"], rows))))),
        ]);
    }
}
