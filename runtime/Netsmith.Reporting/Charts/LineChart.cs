using System.Text;
using System.Xml.Linq;
using static Netsmith.Html;

namespace Netsmith;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points, in order; values that cannot be shown interrupt the line.</param>
/// <param name="Style">Which colour and dashes it has, from 0.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points, int Style);

/// <summary>Lines over a common axis, as a figure with a caption, a legend and a drawing.</summary>
internal sealed class LineChart
{
    private const double Width = 400, Left = 50, Right = 16, Bottom = 42, PlotHeight = 188, MarkRow = 15;
    private const int MostDots = 40;

    /// <summary>Dashes tell lines apart where colours do not.</summary>
    private static readonly string?[] Dashes = [null, "7 4", "2 4", "9 4 2 4"];

    /// <summary>What the chart shows.</summary>
    public required string Caption { get; init; }

    /// <summary>What is along the horizontal axis.</summary>
    public required string XLabel { get; init; }

    /// <summary>The horizontal axis.</summary>
    public AxisScale XScale { get; init; } = AxisScale.Whole;

    /// <summary>The vertical axis.</summary>
    public AxisScale YScale { get; init; } = AxisScale.Linear;

    /// <summary>Whether lines are named; a single line is what the caption says.</summary>
    public bool HasLegend { get; init; } = true;

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>Vertical lines with a name.</summary>
    public IReadOnlyList<(string Name, double X)> Marks { get; init; } = [];

    /// <summary>Where the plot begins; the names of marks stand above it, each in a row of its own.</summary>
    private double Top => 10 + MarkRow * Marks.Count;

    private double Height => Top + PlotHeight + Bottom;

    /// <summary>The scale for losses: logarithmic where they span more than a factor of 30, which a linear one would press against its floor.</summary>
    public static AxisScale LossScale(IEnumerable<ChartLine> lines)
    {
        double[] values = [.. lines.SelectMany(line => line.Points).Select(point => point.Y).Where(value => Axis.CanShow(value, AxisScale.Linear))];
        return values.Length > 0 && values.Min() > 1e-12 && values.Max() / values.Min() > 30 ? AxisScale.Logarithmic : AxisScale.Linear;
    }

    /// <summary>The figure; a paragraph that says so where nothing can be drawn.</summary>
    public XElement Draw()
    {
        (double X, double Y)[] points = [.. Lines.SelectMany(line => line.Points)];
        int hidden = points.Count(point => !IsShown(point));
        if (hidden == points.Length)
            return Element("p", Class("muted"), Figure.Text($"{Caption}: no value that can be drawn."));
        Axis x = Axis.Fit(points.Where(IsShown).Select(point => point.X), XScale, widen: false);
        Axis y = Axis.Fit(points.Where(IsShown).Select(point => point.Y), YScale, widen: true);
        string caption = YScale == AxisScale.Logarithmic ? Caption + " (logarithmic)" : Caption;
        return Element("figure", Class("chart"),
            Element("figcaption", caption),
            // Without names still as high, so that charts side by side are level.
            HasLegend ? Element("ul", Class("legend"), Lines.Select(line => Element("li", Key(line), line.Name))) : Element("div", Class("legend")),
            Element("svg", Class("plot"), Attribute("viewBox", Figure.Text($"0 0 {Width} {Height}")), Attribute("role", "img"), Attribute("aria-label", Describe()),
                GridAndLabels(x, y), MarkLines(x), Lines.Select(line => DrawLine(line, x, y))),
            hidden == 0 ? null : Element("p", Class("muted"), hidden == 1 ? "One value is not drawn: not finite, or out of range." : Figure.Text($"{hidden} values are not drawn: not finite, or out of range.")));
    }

    private bool IsShown((double X, double Y) point) => Axis.CanShow(point.X, XScale) && Axis.CanShow(point.Y, YScale);

    private string Format(double value) => YScale == AxisScale.Percent ? Figure.Percent(value) : Figure.Number(value);

    private string Describe()
    {
        IEnumerable<string> lines = Lines.Where(line => line.Points.Any(IsShown)).Select(line =>
            $"{line.Name} from {Format(line.Points.First(IsShown).Y)} to {Format(line.Points.Last(IsShown).Y)}");
        return $"{Caption} by {XLabel}: {string.Join(", ", lines)}";
    }

    private IEnumerable<XElement> GridAndLabels(Axis x, Axis y)
    {
        foreach ((double value, string label) in y.Ticks)
        {
            yield return Line("grid", Left, Y(y, value), Width - Right, Y(y, value));
            yield return Label(label, Left - 6, Y(y, value) + 4, "end");
        }
        yield return Line("axis", Left, Height - Bottom, Width - Right, Height - Bottom);
        foreach ((double value, string label) in x.Ticks)
        {
            yield return Line("axis", X(x, value), Height - Bottom, X(x, value), Height - Bottom + 4);
            yield return Label(label, X(x, value), Height - Bottom + 19, "middle");
        }
        yield return Label(XLabel, (Left + Width - Right) / 2, Height - 5, "middle");
    }

    private IEnumerable<XElement> MarkLines(Axis x)
    {
        (string Name, double X)[] shown = [.. Marks.Where(mark => Axis.CanShow(mark.X, XScale) && x.Position(mark.X) is >= 0 and <= 1).OrderBy(mark => mark.X)];
        // A name stands right of its line, the first in the topmost row, and lines end at their names: so no line goes through another's
        // name. Those without room stand left of their lines, below the others and in the opposite order, for the same reason.
        bool[] fits = [.. shown.Select(mark => X(x, mark.X) + 7 * mark.Name.Length + 5 <= Width)];
        int[] all = [.. Enumerable.Range(0, shown.Length)];
        int row = 0;
        foreach (int i in all.Where(i => fits[i]).Concat(all.OrderDescending().Where(i => !fits[i])))
        {
            double at = X(x, shown[i].X), baseline = MarkRow * ++row;
            yield return Line("mark", at, baseline - 10, at, Height - Bottom);
            XElement label = Label(shown[i].Name, fits[i] ? at + 5 : at - 5, baseline, fits[i] ? "start" : "end");
            label.Add(Class("mark-text"));
            yield return label;
        }
    }

    private XElement DrawLine(ChartLine line, Axis x, Axis y)
    {
        var path = new StringBuilder();
        List<XElement> dots = [];
        bool everyDot = line.Points.Count <= MostDots;
        for (int i = 0; i < line.Points.Count; i++)
        {
            if (!IsShown(line.Points[i]))
                continue;
            bool begins = i == 0 || !IsShown(line.Points[i - 1]);
            bool ends = i + 1 == line.Points.Count || !IsShown(line.Points[i + 1]);
            (double px, double py) = (X(x, line.Points[i].X), Y(y, line.Points[i].Y));
            path.Append(begins ? 'M' : 'L').Append(Figure.Coordinate(px)).Append(' ').Append(Figure.Coordinate(py));
            // A point on its own has no line to be seen by.
            if (everyDot || (begins && ends))
            {
                dots.Add(Element("circle", Attribute("cx", Figure.Coordinate(px)), Attribute("cy", Figure.Coordinate(py)), Attribute("r", "2.5"), Attribute("style", "fill:" + Color(line)),
                    Element("title", $"{line.Name}, {XLabel} {Figure.Number(line.Points[i].X)}: {Format(line.Points[i].Y)}")));
            }
        }
        return Element("g", Stroke(Element("path", Attribute("d", path.ToString())), line), dots);
    }

    private static XElement Key(ChartLine line) => Element("svg", Attribute("viewBox", "0 0 28 12"), Attribute("aria-hidden", "true"),
        Stroke(Element("path", Attribute("d", "M1 6L27 6")), line));

    private static XElement Stroke(XElement path, ChartLine line)
    {
        path.Add(Class("line"), Attribute("style", "stroke:" + Color(line)));
        if (Dashes[line.Style % Dashes.Length] is string dashes)
            path.Add(Attribute("stroke-dasharray", dashes));
        return path;
    }

    private static string Color(ChartLine line) => Figure.Text($"var(--line-{line.Style % ReportStyle.LineColors})");

    private static double X(Axis axis, double value) => Left + axis.Position(value) * (Width - Left - Right);

    private double Y(Axis axis, double value) => Height - Bottom - axis.Position(value) * PlotHeight;

    private static XElement Line(string name, double x1, double y1, double x2, double y2) => Element("line", Class(name),
        Attribute("x1", Figure.Coordinate(x1)), Attribute("y1", Figure.Coordinate(y1)), Attribute("x2", Figure.Coordinate(x2)), Attribute("y2", Figure.Coordinate(y2)));

    private static XElement Label(string text, double x, double y, string anchor) =>
        Element("text", Attribute("x", Figure.Coordinate(x)), Attribute("y", Figure.Coordinate(y)), Attribute("text-anchor", anchor), text);
}
