using System.Globalization;
using System.Text;
using Netsmith.CompilerServices;

namespace Netsmith;

/// <summary>
/// A report of training and evaluation as one HTML file: charts, tables and images are inside it, and it fetches nothing. Sections
/// appear in the order in which they are added, and show things as they are at that moment. The same content gives the same bytes.
/// </summary>
/// <example>
/// <code>
/// new HtmlReport("Digits")
///     .AddSettings(options)
///     .AddSummary(DigitClassifier.Summary)
///     .AddHistory(history)
///     .AddEvaluation(network.Evaluate(test))
///     .AddWorstPredictions(network, test)
///     .AddFirstLayerWeights(network)
///     .Save("report.html");
/// </code>
/// </example>
public sealed class HtmlReport
{
    private readonly List<ReportSection> _sections = [];

    /// <summary>Creates an empty report.</summary>
    /// <param name="title">What it is about.</param>
    public HtmlReport(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>What the report is about.</summary>
    public string Title { get; }

    /// <summary>A paragraph under the title; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>When the report was made; null for none, so that equal runs give equal files.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What to call the classes, from class 0 on; those without a name are called by their number.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Adds the settings of a run.</summary>
    /// <param name="options">What <c>Fit</c> is given.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddSettings(TrainingOptions options, string heading = "Settings")
    {
        ArgumentNullException.ThrowIfNull(options);
        return Add(SettingsSection.Create(heading, SettingsSection.Describe(options)));
    }

    /// <summary>Adds settings by name: <c>AddSettings([("Learning rate", 0.1), ("Data", "MNIST")])</c>.</summary>
    /// <param name="settings">Names and values; numbers are written the same in every culture.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddSettings(IEnumerable<(string Name, object? Value)> settings, string heading = "Settings")
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Add(SettingsSection.Create(heading, settings));
    }

    /// <summary>Adds the layers of a network, with shapes, parameters and cost.</summary>
    /// <param name="summary">The <c>Summary</c> of a network class.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddSummary(NetworkSummary summary, string heading = "Network")
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Add(SummarySection.Create(heading, summary));
    }

    /// <summary>Adds the curves of a run: loss and accuracy in training and validation, learning rate, and all figures as a table.</summary>
    /// <param name="history">What <c>Fit</c> returned.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddHistory(TrainingHistory history, string heading = "Training")
    {
        ArgumentNullException.ThrowIfNull(history);
        return Add(HistorySection.Create(heading, history));
    }

    /// <summary>Adds loss and accuracy and, for a network that chooses a class, the confusion matrix with precision, recall and F1 of each class.</summary>
    /// <param name="evaluation">What <c>Evaluate</c> returned.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddEvaluation(Evaluation evaluation, string heading = "Evaluation")
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return Add(EvaluationSection.Create(heading, evaluation, ClassName));
    }

    /// <summary>
    /// Adds the samples on which a network is furthest off: those with the lowest probability of the right class, or the largest mean
    /// absolute error. They are drawn where their shape is that of an image ([height, width], [1 or 3, height, width], or a square in one row).
    /// </summary>
    /// <param name="network">A network that can be trained.</param>
    /// <param name="data">Labelled samples that fit the network.</param>
    /// <param name="count">How many to show at most, 1 to 1,000.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">The data does not fit the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public HtmlReport AddWorstPredictions(ITrainableNetwork network, Dataset data, int count = 24, string heading = "Worst predictions")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        CheckCount(count);
        CheckFit(network, data);
        return Add(WorstPredictionsSection.Create(heading, network, data, count, ClassName));
    }

    /// <summary>Adds the weights of the first layer: an image for each of its outputs where the input is an image, one image of all otherwise.</summary>
    /// <param name="network">A network whose first layer with parameters is <c>Dense</c>.</param>
    /// <param name="count">How many outputs to show at most, 1 to 1,000.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">The first layer with parameters is not <c>Dense</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    public HtmlReport AddFirstLayerWeights(INetwork network, int count = 40, string heading = "First layer")
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckCount(count);
        return Add(WeightsSection.Create(heading, network, count));
    }

    /// <summary>Adds the curve of a search for a learning rate, its suggestions marked.</summary>
    /// <param name="curve">What <see cref="LearningRateFinder"/> returned.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    public HtmlReport AddLearningRateFinder(LearningRateCurve curve, string heading = "Learning rate finder")
    {
        ArgumentNullException.ThrowIfNull(curve);
        (string, double?)[] suggestions = [("valley", curve.Valley), ("steepest", curve.Steepest), ("minimum / 10", curve.Minimum)];
        return AddLearningRateFinder(curve.Rates, curve.Losses, [.. suggestions.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!.Value))], heading);
    }

    /// <summary>Adds the curve of a search for a learning rate.</summary>
    /// <param name="rates">The rates that were tried; those above 0 are drawn.</param>
    /// <param name="losses">The loss at each of them.</param>
    /// <param name="suggestions">Rates to mark: <c>[("valley", 0.02), ("steepest", 0.1)]</c>.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">There are more rates than losses, or fewer.</exception>
    public HtmlReport AddLearningRateFinder(IReadOnlyList<double> rates, IReadOnlyList<double> losses,
        IReadOnlyList<(string Name, double Rate)>? suggestions = null, string heading = "Learning rate finder")
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Count != rates.Count)
            throw new ArgumentException(Figure.Text($"Expected {rates.Count} losses, one for each rate, found {losses.Count}."), nameof(losses));
        return Add(FinderSection.Create(heading, rates, losses, suggestions ?? []));
    }

    /// <summary>Adds several runs in the same charts, with a table of what each reached: <c>AddComparison([("rate 0.1", a), ("rate 0.5", b)])</c>.</summary>
    /// <param name="runs">At least one run; more than eight are hard to tell apart.</param>
    /// <param name="heading">The section's heading.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public HtmlReport AddComparison(IReadOnlyList<(string Name, TrainingHistory History)> runs, string heading = "Comparison")
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("Expected at least one run to compare, found none.", nameof(runs));
        foreach ((string name, TrainingHistory history) in runs)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(runs));
            ArgumentNullException.ThrowIfNull(history, nameof(runs));
        }
        return Add(ComparisonSection.Create(heading, runs));
    }

    /// <summary>The report as HTML.</summary>
    public string ToHtml() => ReportPage.Write(Title, Description, Timestamp?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture), _sections);

    /// <summary>Writes the report to a file. An existing one is replaced only once the new one is complete.</summary>
    /// <param name="path">The file, "report.html".</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] page = Encoding.UTF8.GetBytes(ToHtml());
        AtomicFile.Write(path, file => file.Write(page));
    }

    private HtmlReport Add(ReportSection section)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(section.Heading, "heading");
        _sections.Add(section);
        return this;
    }

    private string ClassName(int index) => index < ClassNames.Count ? ClassNames[index] : Figure.Text($"{index}");

    private static void CheckCount(int count)
    {
        if (count is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(count), Figure.Text($"{nameof(count)}: expected 1 to 1000, found {count}."));
    }

    private static void CheckFit(ITrainableNetwork network, Dataset data)
    {
        NetworkSummary summary = network.Summary;
        if (data.SampleSize != summary.InputSize)
            throw new ArgumentException(Figure.Text($"Expected samples of {summary.InputSize} values, as {summary.Name} reads, found {data.SampleSize}."), nameof(data));
        if (network.OutputKind == OutputKind.Classes)
        {
            if (!data.IsClassification)
                throw new ArgumentException($"Expected samples with labels, as {summary.Name} chooses a class, found targets.", nameof(data));
            Check.Labels(data.Labels, summary.OutputSize, nameof(data));
        }
        else if (data.TargetSize != summary.OutputSize)
        {
            throw new ArgumentException(Figure.Text($"Expected {summary.OutputSize} target values a sample, as {summary.Name} has outputs, found {(data.IsClassification ? "labels" : data.TargetSize)}."), nameof(data));
        }
    }
}
