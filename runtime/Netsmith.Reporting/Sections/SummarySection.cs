using static Netsmith.Html;

namespace Netsmith;

/// <summary>The layers of a network.</summary>
internal static class SummarySection
{
    /// <summary>A table: layer, output shape, parameters, multiply-adds, and the totals.</summary>
    public static ReportSection Create(string heading, NetworkSummary summary)
    {
        var rows = summary.Layers.Select(layer => (string[])
        [
            Figure.Text($"{layer.Index}"), layer.Description, ShapeText.Format(layer.OutputShape), Figure.Count(layer.ParameterCount), Figure.Count(layer.MultiplyAdds),
        ]).Prepend(["", "Input", ShapeText.Format(summary.InputShape), "", ""]);
        if (summary.Loss is not null)
            rows = rows.Append(["", summary.Loss, "", "", ""]);
        rows = rows.Append(["", "Total", "", Figure.Count(summary.ParameterCount), Figure.Count(summary.MultiplyAdds)]);
        var table = Html.Table(summary.Name, ["#", "Layer", "Output", "Parameters", "Multiply-adds"], rows, 1, 2);
        table.Descendants("tr").Last().Add(Class("total"));
        return new(heading, [Scroll("Layers of " + summary.Name, table)], IsNarrow: true);
    }
}
