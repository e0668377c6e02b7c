namespace Netsmith;

/// <summary>How the weights of a layer start. "in" and "out" are the layer's fan-in and fan-out. Biases start at 0, except with <see cref="PyTorch"/>.</summary>
public enum Initializer
{
    /// <summary>The default of PyTorch's Linear: weights and biases uniform in ±1/√in.</summary>
    PyTorch,

    /// <summary>Normal with deviation √(2/in): keeps the variance through rectifiers (He et al., 2015).</summary>
    HeNormal,

    /// <summary>Uniform in ±√(6/in) (He et al., 2015).</summary>
    HeUniform,

    /// <summary>Normal with deviation √(2/(in+out)) (Glorot and Bengio, 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6/(in+out)) (Glorot and Bengio, 2010); the default of Keras.</summary>
    GlorotUniform,

    /// <summary>Normal with deviation √(1/in) (LeCun et al., 1998); the choice for Selu.</summary>
    LeCunNormal,

    /// <summary>Uniform in ±√(3/in) (LeCun et al., 1998).</summary>
    LeCunUniform,

    /// <summary>Normal with mean 0 and the given scale as deviation.</summary>
    Normal,

    /// <summary>Uniform in ±the given scale.</summary>
    Uniform,

    /// <summary>All 0. Several equal units of a layer then never become different; meant for last layers.</summary>
    Zeros,

    /// <summary>All equal to the given scale.</summary>
    Constant,

    /// <summary>Rows (or columns, whichever are fewer) orthonormal (Saxe et al., 2014).</summary>
    Orthogonal,
}
