namespace Netsmith.Tests.Optimizers;

/// <summary>
/// Three steps of Keras 3's rules, worked out in double precision from its formulas: parameters 0.5, −1, 2; gradients
/// (0.1, −0.2, 0), (0.3, 0.05, 1e-4), (−0.4, 0.25, −2e-4). The third parameter's gradients are so small that the place of epsilon
/// decides the result.
/// </summary>
public sealed class KerasConventionTests
{
    private static readonly float[][] Gradients = [[0.1f, -0.2f, 0f], [0.3f, 0.05f, 1e-4f], [-0.4f, 0.25f, -2e-4f]];

    /// <summary>Three roundings of a parameter of about 2.</summary>
    private const float Tolerance = 8e-7f;

    [Fact]
    public void Sgd_LearningRateIsInsideTheMomentum() =>
        AssertSteps(Sgd.Keras(0.1f, momentum: 0.9), [0.4359f, -0.9678f, 1.999991f], [0.1f, 0.1f, 0.05f]);

    [Fact]
    public void Sgd_Nesterov() =>
        AssertSteps(Sgd.Keras(0.1f, momentum: 0.9, nesterov: true), [0.42231f, -0.96852f, 1.9999919f], [0.1f, 0.1f, 0.05f]);

    [Fact]
    public void RmsProp_EpsilonIsInsideTheRoot() => AssertSteps(RmsProp.Keras(0.01f), [0.463571653f, -1.001799663f, 2.003028491f]);

    [Fact]
    public void RmsProp_CenteredWithMomentum() =>
        AssertSteps(RmsProp.Keras(0.01f, momentum: 0.5, centered: true), [0.417865739f, -0.979627045f, 2.001456426f]);

    [Fact]
    public void Adagrad_EpsilonIsInsideTheRoot() => AssertSteps(Adagrad.Keras(0.1f), [0.469433514f, -1.015008839f, 2.000031623f]);

    [Fact]
    public void Adadelta_SameRuleOtherDefaults() => AssertSteps(Adadelta.Keras(0.5f), [0.499428866f, -1.000342396f, 2.000049155f]);

    [Fact]
    public void Adam_EpsilonIsAddedBeforeTheBiasCorrection() => AssertSteps(Adam.Keras(0.01f), [0.481436603f, -0.987928544f, 1.995885766f]);

    [Fact]
    public void Adam_AmsGrad() => AssertSteps(Adam.Keras(0.01f, beta2: 0.5, amsGrad: true), [0.482368781f, -0.988200766f, 1.996092648f]);

    [Fact]
    public void AdamW_ShrinksTheParametersFirst() => AssertSteps(AdamW.Keras(0.01f), [0.481377772f, -0.987809536f, 1.995646064f]);

    [Fact]
    public void Adamax_EpsilonIsAddedToTheMaximum() => AssertSteps(Adamax.Keras(0.01f, beta2: 0.5, epsilon: 0.01), [0.484728703f, -0.986143691f, 1.999987684f]);

    [Fact]
    public void NAdam_MomentumDecayIsOne() => AssertSteps(NAdam.Keras(0.01f), [0.487179597f, -0.999054853f, 1.998965547f]);

    [Fact]
    public void Defaults_AreKeras()
    {
        Assert.Equal(0.01f, Sgd.Keras().LearningRate);
        Assert.True(Sgd.Keras(nesterov: true).IsPlain);
        Assert.Equal((0.001f, 0.9, 1e-7), (RmsProp.Keras().LearningRate, RmsProp.Keras().Alpha, RmsProp.Keras().Epsilon));
        Assert.Equal((0.001f, 0.1, 1e-7), (Adagrad.Keras().LearningRate, Adagrad.Keras().InitialAccumulator, Adagrad.Keras().Epsilon));
        Assert.Equal((0.001f, 0.95, 1e-7), (Adadelta.Keras().LearningRate, Adadelta.Keras().Rho, Adadelta.Keras().Epsilon));
        Assert.Equal((0.001f, 1e-7), (Adam.Keras().LearningRate, Adam.Keras().Epsilon));
        Assert.Equal((0.001f, 0.004, 1e-7), (AdamW.Keras().LearningRate, AdamW.Keras().WeightDecay, AdamW.Keras().Epsilon));
        Assert.Equal((0.001f, 1e-7), (Adamax.Keras().LearningRate, Adamax.Keras().Epsilon));
        Assert.Equal((0.001f, 1.0, 1e-7), (NAdam.Keras().LearningRate, NAdam.Keras().MomentumDecay, NAdam.Keras().Epsilon));
    }

    private static void AssertSteps(Optimizer optimizer, float[] expected, float[]? rates = null)
    {
        float[] parameters = [0.5f, -1, 2];
        for (int step = 0; step < Gradients.Length; step++)
        {
            if (rates is not null)
                optimizer.LearningRate = rates[step];
            optimizer.Step(parameters, Gradients[step]);
        }
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(parameters[i], expected[i] - Tolerance, expected[i] + Tolerance);
    }
}
