using System.Globalization;
using System.Text;
using Netsmith;

namespace Digits;

/// <summary>Draws digits with half-block characters: a character is as high as two pixels.</summary>
internal static class DigitArt
{
    private const int Size = 28, Margin = 2, Shown = Size - 2 * Margin, Gap = 2;

    /// <summary>Draws some test digits side by side, the first ones and the first that the network misreads, with its answers below.</summary>
    public static string Draw(IDigitNetwork network, Dataset test, int width)
    {
        int count = Math.Clamp((width + Gap) / (Shown + Gap), 1, 5);
        List<int> samples = [.. Enumerable.Range(0, Math.Min(count, test.Count))];
        for (int i = 0; i < test.Count; i++)
        {
            if (network.Predict(test.Sample(i)).Class != test.Labels[i] && !samples.Contains(i))
            {
                samples[^1] = i;
                break;
            }
        }

        var text = new StringBuilder();
        for (int y = Margin; y < Size - Margin; y += 2)
            AppendLine(text, samples.Select(sample => Row(test.Sample(sample), y)));
        AppendLine(text, samples.Select(sample => Answer(network.Predict(test.Sample(sample)), test.Labels[sample])));
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendLine(string.Join(new string(' ', Gap), cells.Select(cell => cell.PadRight(Shown))).TrimEnd());

    private static string Row(ReadOnlySpan<float> pixels, int y)
    {
        Span<char> row = stackalloc char[Shown];
        for (int x = 0; x < Shown; x++)
        {
            bool top = pixels[y * Size + x + Margin] > DigitData.HalfGrey;
            bool bottom = pixels[(y + 1) * Size + x + Margin] > DigitData.HalfGrey;
            row[x] = (top, bottom) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' };
        }
        return row.ToString();
    }

    private static string Answer(Prediction prediction, int label) => string.Create(CultureInfo.InvariantCulture,
        $"{prediction.Class} ({prediction.Confidence * 100:F1} %){(prediction.Class == label ? "" : $", is {label}")}");
}
