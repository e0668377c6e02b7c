using System.Xml.Linq;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>How well a network does, and what it mistakes for what.</summary>
internal static class EvaluationSection
{
    private const int MostMatrixClasses = 25, MostClassRows = 50, MostConfusions = 10;

    /// <summary>Key figures and, where the network chooses a class, the confusion matrix.</summary>
    public static ReportSection Create(string heading, Evaluation evaluation, Func<int, string> className)
    {
        var figures = Html.Figures(KeyFigures(evaluation));
        return evaluation.ConfusionMatrix is not ConfusionMatrix matrix
            ? new(heading, [figures])
            : new(heading, [figures, Element("div", Class("tables"), Matrix(matrix, className), ClassTable(matrix, className), ConfusionTable(matrix, className))]);
    }

    private static IEnumerable<(string, string)> KeyFigures(Evaluation evaluation)
    {
        yield return ("Loss", Figure.Number(evaluation.Loss));
        if (!double.IsNaN(evaluation.Accuracy))
            yield return ("Accuracy", Figure.Percent(evaluation.Accuracy));
        if (evaluation.ConfusionMatrix is ConfusionMatrix matrix && double.IsFinite(matrix.MacroF1))
            yield return ("Mean F1", Figure.Percent(matrix.MacroF1));
        if (double.IsFinite(evaluation.MeanAbsoluteError))
            yield return ("Mean absolute error", Figure.Number(evaluation.MeanAbsoluteError));
        if (double.IsFinite(evaluation.RSquared))
            yield return ("R²", Figure.Number(evaluation.RSquared));
        if (evaluation.ConfusionMatrix is not null)
            yield return ("Wrong", Figure.Count(evaluation.Count - evaluation.Correct));
        yield return ("Samples", Figure.Count(evaluation.Count));
    }

    private static XElement Matrix(ConfusionMatrix matrix, Func<int, string> className)
    {
        if (matrix.Classes > MostMatrixClasses)
            return Element("p", Class("muted"), Figure.Text($"{matrix.Classes} classes are too many for a confusion matrix; here are those that the network knows least."));
        int[] classes = [.. Enumerable.Range(0, matrix.Classes)];
        double[] totals = [.. classes.Select(actual => (double)classes.Sum(predicted => (long)matrix[actual, predicted]))];
        double mostMissed = classes.Max(actual => classes.Where(predicted => predicted != actual).Select(predicted => Share(actual, predicted)).DefaultIfEmpty().Max());
        return Scroll("Confusion matrix", Element("table", Class("matrix"),
            Element("caption", "Confusion matrix. Rows: what a sample is. Columns: what it was taken for."),
            Element("thead", Element("tr", Element("td", Class("corner")), classes.Select(predicted => Element("th", Attribute("scope", "col"), className(predicted))))),
            Element("tbody", classes.Select(actual => Element("tr",
                Element("th", Attribute("scope", "row"), className(actual)), classes.Select(predicted => Cell(actual, predicted)))))));

        double Share(int actual, int predicted) => totals[actual] > 0 ? matrix[actual, predicted] / totals[actual] : 0;

        // Hits and mistakes have a colour and a scale of their own: next to the hits no mistake would be visible.
        XElement Cell(int actual, int predicted)
        {
            int count = matrix[actual, predicted];
            if (count == 0)
                return Element("td", Class("zero"), "0");
            bool hit = actual == predicted;
            double strength = hit ? Share(actual, predicted) : Math.Sqrt(Share(actual, predicted) / mostMissed);
            string style = $"background:rgba(var(--{(hit ? "hit" : "miss")}),{Figure.Opacity(0.05 + 0.4 * strength)})";
            return Element("td", Attribute("style", style), Figure.Text($"{count}"));
        }
    }

    private static XElement ClassTable(ConfusionMatrix matrix, Func<int, string> className)
    {
        IEnumerable<int> classes = Enumerable.Range(0, matrix.Classes);
        bool all = matrix.Classes <= MostClassRows;
        if (!all)
            classes = classes.OrderBy(c => double.IsNaN(matrix.F1(c)) ? 2 : matrix.F1(c)).Take(MostClassRows);
        var rows = classes.Select(c => (string[])
        [
            className(c), Figure.Percent(matrix.Precision(c)), Figure.Percent(matrix.Recall(c)), Figure.Percent(matrix.F1(c)),
            Figure.Count(Enumerable.Range(0, matrix.Classes).Sum(predicted => (long)matrix[c, predicted])),
        ]);
        string caption = all ? "Each class" : Figure.Text($"The {MostClassRows} classes with the lowest F1");
        return Scroll(caption, Html.Table(caption, ["Class", "Precision", "Recall", "F1", "Samples"], rows, 0));
    }

    private static XElement? ConfusionTable(ConfusionMatrix matrix, Func<int, string> className)
    {
        IEnumerable<int> classes = Enumerable.Range(0, matrix.Classes);
        string[][] rows =
        [
            .. classes.SelectMany(actual => classes.Where(predicted => predicted != actual && matrix[actual, predicted] > 0).Select(predicted => (actual, predicted)))
                .OrderByDescending(pair => matrix[pair.actual, pair.predicted]).ThenBy(pair => pair.actual).ThenBy(pair => pair.predicted)
                .Take(MostConfusions)
                .Select(pair => (string[])[className(pair.actual), className(pair.predicted), Figure.Count(matrix[pair.actual, pair.predicted])]),
        ];
        return rows.Length == 0 ? null : Scroll("Most frequent mistakes", Html.Table("Most frequent mistakes", ["Is", "Taken for", "Times"], rows, 0, 1));
    }
}
