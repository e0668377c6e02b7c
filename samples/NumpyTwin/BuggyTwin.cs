using System.Numerics;
using Netsmith;

/// <summary>
/// The tutorial's training written out by hand, with its mistakes, starting from the same parameters as the network. Every step is here
/// that a library hides: nothing complains when one of them is wrong, and the loss falls all the same.
/// </summary>
/// <param name="start">Where to start from.</param>
/// <param name="forgetsHiddenDerivative">Whether the hidden layer's ReLU is forgotten in the backward pass as well.</param>
internal sealed class BuggyTwin(TwinNetwork start, bool forgetsHiddenDerivative)
{
    private const int Inputs = 784, Hidden = 200, Outputs = 10;

    private readonly float[] _weight0 = start.GetParameter("0.weight").ToArray(), _bias0 = start.GetParameter("0.bias").ToArray();
    private readonly float[] _weight1 = start.GetParameter("2.weight").ToArray(), _bias1 = start.GetParameter("2.bias").ToArray();
    private readonly float[] _dWeight0 = new float[Hidden * Inputs], _dBias0 = new float[Hidden];
    private readonly float[] _dWeight1 = new float[Outputs * Hidden], _dBias1 = new float[Outputs];
    private readonly float[] _image = new float[Inputs], _hidden = new float[Hidden], _output = new float[Outputs], _dHidden = new float[Hidden];

    /// <summary>One epoch of gradient descent.</summary>
    public void Train(Dataset data, int batchSize, float rate)
    {
        for (int start = 0; start < data.Count; start += batchSize)
        {
            int count = Math.Min(batchSize, data.Count - start);
            for (int i = start; i < start + count; i++)
            {
                data.CopySample(i, _image);
                Forward();
                Backward(data.Labels[i]);
            }
            Update(_weight0, _dWeight0, rate / count);
            Update(_bias0, _dBias0, rate / count);
            Update(_weight1, _dWeight1, rate / count);
            Update(_bias1, _dBias1, rate / count);
        }
    }

    /// <summary>The share of images whose largest output is that of their digit.</summary>
    public double Accuracy(Dataset data)
    {
        int right = 0;
        for (int i = 0; i < data.Count; i++)
        {
            data.CopySample(i, _image);
            Forward();
            right += Array.IndexOf(_output, _output.Max()) == data.Labels[i] ? 1 : 0;
        }
        return (double)right / data.Count;
    }

    private void Forward()
    {
        for (int j = 0; j < Hidden; j++)
            _hidden[j] = MathF.Max(0, Dot(_weight0.AsSpan(j * Inputs, Inputs), _image) + _bias0[j]);
        // First mistake: ReLU on the logits too. All that speaks against a digit is cut off.
        for (int k = 0; k < Outputs; k++)
            _output[k] = MathF.Max(0, Dot(_weight1.AsSpan(k * Hidden, Hidden), _hidden) + _bias1[k]);
    }

    private void Backward(int label)
    {
        float max = _output.Max(), sum = _output.Sum(output => MathF.Exp(output - max));
        Array.Clear(_dHidden);
        for (int k = 0; k < Outputs; k++)
        {
            // Second mistake: this is the gradient of the softmax's input, but ReLU stands before it; where it gave 0, this should be 0.
            float dLogit = MathF.Exp(_output[k] - max) / sum - (k == label ? 1 : 0);
            AddScaled(_dWeight1.AsSpan(k * Hidden, Hidden), dLogit, _hidden);
            AddScaled(_dHidden, dLogit, _weight1.AsSpan(k * Hidden, Hidden));
            _dBias1[k] += dLogit;
        }
        for (int j = 0; j < Hidden; j++)
        {
            if (_hidden[j] == 0 && !forgetsHiddenDerivative)
                continue;
            AddScaled(_dWeight0.AsSpan(j * Inputs, Inputs), _dHidden[j], _image);
            _dBias0[j] += _dHidden[j];
        }
        // Third mistake: the tutorial's loop over the layers returns here, after one hidden layer. This network has no second one.
    }

    private static void Update(float[] parameters, float[] gradients, float rate)
    {
        AddScaled(parameters, -rate, gradients);
        Array.Clear(gradients);
    }

    private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
        float sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static void AddScaled(Span<float> sums, float factor, ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + new Vector<float>(factor) * new Vector<float>(values[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += factor * values[i];
    }
}
