using Netsmith.Generator.Tests.Numerics;

namespace Netsmith.Generator.Tests.Infrastructure;

/// <summary>A network of one Dense layer and the squared error against products written as three loops in double.</summary>
internal static class DenseCheck
{
    /// <summary>Fails where outputs, loss, or the gradient of weight, bias or input differ by more than rounding.</summary>
    public static void Assert(INetworkProbe<float> network, int batchSize, string what)
    {
        int inputs = network.InputSize, outputs = network.OutputSize;
        float[] x = Values(batchSize * inputs, 1), t = Values(batchSize * outputs, 2);
        Values(network.Parameters.Length, 3).CopyTo(network.Parameters);
        ReadOnlySpan<float> weight = network.Parameters[..(inputs * outputs)], bias = network.Parameters[(inputs * outputs)..];

        ITrainerProbe<float> trainer = network.CreateTrainer(batchSize);
        float loss = trainer.ComputeGradients(x, [], t);
        float[] forward = new float[batchSize * outputs];
        network.Forward(x, forward, batchSize);
        Xunit.Assert.True(trainer.Outputs.SequenceEqual(forward), $"{what}: Forward and the trainer's forward pass differ.");

        double expectedLoss = 0;
        double[] d = new double[batchSize * outputs];
        for (int b = 0; b < batchSize; b++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = bias[o], size = Math.Abs(bias[o]);
                for (int i = 0; i < inputs; i++)
                {
                    double product = (double)x[(b * inputs) + i] * weight[(o * inputs) + i];
                    sum += product;
                    size += Math.Abs(product);
                }

                int at = (b * outputs) + o;
                Close(sum, forward[at], size, "y");
                // From the float output, so that only this layer's backward pass is measured.
                double error = (double)forward[at] - t[at];
                expectedLoss += error * error / d.Length;
                d[at] = 2 * error / d.Length;
            }
        }

        Close(expectedLoss, loss, expectedLoss, "loss");
        for (int o = 0; o < outputs; o++)
        {
            double sum = 0, size = 0;
            for (int b = 0; b < batchSize; b++)
                (sum, size) = (sum + d[(b * outputs) + o], size + Math.Abs(d[(b * outputs) + o]));
            Close(sum, trainer.Gradients[(inputs * outputs) + o], size, "dBias");
            for (int i = 0; i < inputs; i++)
            {
                (sum, size) = (0, 0);
                for (int b = 0; b < batchSize; b++)
                {
                    double product = d[(b * outputs) + o] * x[(b * inputs) + i];
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }

                Close(sum, trainer.Gradients[(o * inputs) + i], size, "dWeight");
            }
        }

        for (int b = 0; b < batchSize; b++)
        {
            for (int i = 0; i < inputs; i++)
            {
                double sum = 0, size = 0;
                for (int o = 0; o < outputs; o++)
                {
                    double product = d[(b * outputs) + o] * weight[(o * inputs) + i];
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }

                Close(sum, trainer.InputGradients[(b * inputs) + i], size, "dInput");
            }
        }

        // A sum of n rounded products errs by at most n/2 units of its terms' magnitude; sums over lanes and rows by far less.
        void Close(double expected, float actual, double magnitude, string name)
        {
            if (!(Math.Abs(expected - actual) <= 2e-6 * magnitude))
                Xunit.Assert.Fail(FormattableString.Invariant($"{what}: {name} is {actual:R}, three loops give {expected:R}."));
        }
    }

    private static float[] Values(int count, uint seed) => GradientCheck.Values(count, seed, 1).To<float>();
}

