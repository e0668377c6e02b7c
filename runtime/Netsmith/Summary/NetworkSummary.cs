using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace Netsmith;

/// <summary>What a network is made of: layers, shapes, parameters, cost. <see cref="ToString"/> is a table.</summary>
public sealed class NetworkSummary
{
    private readonly ReadOnlyCollection<int> _inputShape;
    private readonly ReadOnlyCollection<LayerSummary> _layers;
    private readonly ReadOnlyCollection<ParameterInfo> _parameters;

    /// <summary>Creates the summary; generated code does.</summary>
    /// <param name="name">The network class's name.</param>
    /// <param name="inputShape">The shape of one sample, without the batch.</param>
    /// <param name="layers">The layers in order.</param>
    /// <param name="parameters">The tensors in the order of the flat parameters, without gaps.</param>
    /// <param name="loss">The loss as written, or null where the network cannot be trained.</param>
    /// <exception cref="ArgumentException">The parameters leave gaps, or their total differs from the layers' total.</exception>
    public NetworkSummary(string name, int[] inputShape, LayerSummary[] layers, ParameterInfo[] parameters, string? loss)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        Loss = loss;
        _inputShape = Array.AsReadOnly([.. inputShape]);
        _layers = Array.AsReadOnly([.. layers]);
        _parameters = Array.AsReadOnly([.. parameters]);
        InputSize = ShapeText.Size(inputShape);
        OutputSize = layers.Length == 0 ? InputSize : ShapeText.Size(layers[^1].OutputShape);
        foreach (LayerSummary layer in layers)
        {
            ParameterCount = checked(ParameterCount + layer.ParameterCount);
            MultiplyAdds = checked(MultiplyAdds + layer.MultiplyAdds);
        }
        int offset = 0;
        foreach (ParameterInfo parameter in parameters)
        {
            if (parameter.Offset != offset)
                throw new ArgumentException(Text($"Expected parameter '{parameter.Name}' at offset {offset}, found {parameter.Offset}."), nameof(parameters));
            offset = checked(offset + parameter.Length);
        }
        if (offset != ParameterCount)
            throw new ArgumentException(Text($"Expected {ParameterCount} parameters, the sum over the layers, found {offset}."), nameof(parameters));
    }

    /// <summary>The network class's name.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample, without the batch; images are channels first.</summary>
    public IReadOnlyList<int> InputShape => _inputShape;

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<LayerSummary> Layers => _layers;

    /// <summary>The tensors in the order of the flat parameters.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => _parameters;

    /// <summary>The loss as written, "SoftmaxCrossEntropy"; null where the network cannot be trained.</summary>
    public string? Loss { get; }

    /// <summary>The number of trained values.</summary>
    public int ParameterCount { get; }

    /// <summary>The multiply-adds of one sample's forward pass.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The number of values of one sample.</summary>
    public int InputSize { get; }

    /// <summary>The number of values of one sample's output.</summary>
    public int OutputSize { get; }

    /// <summary>A table: layer, output shape, parameters, multiply-adds, and the totals. The same in every culture; lines end in \n.</summary>
    public override string ToString()
    {
        List<string[]> rows = [["", "Layer", "Output", "Parameters", "Multiply-adds"], ["", "Input", ShapeText.Format(InputShape), "", ""]];
        foreach (LayerSummary layer in Layers)
            rows.Add([Text($"{layer.Index}"), layer.Description, ShapeText.Format(layer.OutputShape), Text($"{layer.ParameterCount:N0}"), Text($"{layer.MultiplyAdds:N0}")]);
        if (Loss is not null)
            rows.Add(["", Loss, "", "", ""]);
        rows.Add(["", "Total", "", Text($"{ParameterCount:N0}"), Text($"{MultiplyAdds:N0}")]);

        int[] widths = [.. Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('-', widths.Sum() + 8);
        var table = new StringBuilder(Name).Append('\n');
        for (int i = 0; i < rows.Count; i++)
        {
            if (i == 1 || i == rows.Count - 1)
                table.Append(rule).Append('\n');
            string[] row = rows[i];
            table.Append((row[0].PadLeft(widths[0]) + "  " + row[1].PadRight(widths[1]) + "  " + row[2].PadRight(widths[2]) + "  "
                + row[3].PadLeft(widths[3]) + "  " + row[4].PadLeft(widths[4])).TrimEnd()).Append('\n');
        }
        return table.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
