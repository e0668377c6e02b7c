using System.Globalization;

namespace Netsmith;

/// <summary>
/// Changes parameters along their gradients. An optimizer sees one flat block of parameters and one of gradients, allocates its
/// state (momentum, squared averages, …) at the first step and nothing after that. One optimizer serves one network.
/// </summary>
/// <remarks>
/// To write one, derive from this class: name the state in <see cref="DescribeState"/>, and change the parameters in
/// <see cref="Update"/> using <see cref="Buffer"/>. State is saved and restored by this class.
/// </remarks>
public abstract class Optimizer
{
    private float _learningRate;
    private float[][] _buffers = [];
    private StateBuffer[] _description = [];
    private int _start;
    private int _length;

    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The learning rate, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative, infinite or not a number.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>How far a step goes; finite and at least 0. May be changed between steps, as schedules do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = (float)HyperParameter.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>How many steps have been taken since creation or <see cref="Reset"/>.</summary>
    public long StepCount { get; private set; }

    /// <summary>How many parameters the state belongs to; 0 before the first step.</summary>
    public int ParameterCount { get; private set; }

    /// <summary>Whether <see cref="SetMomentum"/> has an effect, so that a schedule may cycle the momentum.</summary>
    public virtual bool HasMomentum => false;

    /// <summary>What <see cref="SetMomentum"/> has set, or the optimizer was created with; null where there is none to read.</summary>
    public virtual double? CurrentMomentum => null;

    /// <summary>One step: changes the parameters in place.</summary>
    /// <param name="parameters">All parameters of the network.</param>
    /// <param name="gradients">The loss's derivative with respect to each of them, in the same order.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the state belongs to another number of parameters.</exception>
    /// <exception cref="InvalidOperationException">The hyper-parameters contradict each other.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (gradients.Length != parameters.Length)
            throw new ArgumentException(Text($"Expected {parameters.Length} gradients, one for each parameter, found {gradients.Length}."), nameof(gradients));
        if (parameters.IsEmpty)
            return;
        if (ParameterCount != parameters.Length)
            Initialize(parameters.Length);
        StepCount++;
        Update(parameters, gradients);
    }

    /// <summary>
    /// One step that leaves everything outside the ranges as it is, state included; each range may have a learning rate of its own.
    /// <see cref="Update"/> is called once for each range.
    /// </summary>
    /// <param name="parameters">All parameters of the network; <see cref="Initialize"/> has been called for them.</param>
    /// <param name="gradients">The loss's derivative with respect to each of them, in the same order.</param>
    /// <param name="ranges">What to change.</param>
    internal void Step(Span<float> parameters, ReadOnlySpan<float> gradients, ReadOnlySpan<TrainableRange> ranges)
    {
        StepCount++;
        float rate = _learningRate;
        foreach (TrainableRange range in ranges)
        {
            (_start, _length) = (range.Start, range.Length);
            _learningRate = rate * range.RateFactor;
            Update(parameters.Slice(range.Start, range.Length), gradients.Slice(range.Start, range.Length));
        }
        _learningRate = rate;
        (_start, _length) = (0, ParameterCount);
    }

    /// <summary>
    /// Checks the hyper-parameters and allocates the state, which the first step would do otherwise. Does nothing where it is done.
    /// </summary>
    /// <param name="parameterCount">How many parameters the network has, at least 0.</param>
    /// <exception cref="ArgumentException">The state belongs to another number of parameters.</exception>
    /// <exception cref="InvalidOperationException">The hyper-parameters contradict each other.</exception>
    public void Initialize(int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        if (ParameterCount == parameterCount)
            return;
        if (ParameterCount != 0 && _buffers.Length > 0)
        {
            throw new ArgumentException(Text(
                $"This {Name} holds the state of {ParameterCount} parameters, found {parameterCount}. Use one optimizer for each network, or call Reset first."),
                nameof(parameterCount));
        }
        Allocate(parameterCount);
    }

    /// <summary>Forgets the state and the step count, as if newly created. The learning rate stays.</summary>
    public void Reset()
    {
        StepCount = 0;
        ParameterCount = 0;
        _buffers = [];
        OnStateChanged();
    }

    /// <summary>A copy of the state, from which training continues bit for bit.</summary>
    public OptimizerState GetState()
    {
        var buffers = new OptimizerBuffer[_buffers.Length];
        for (int i = 0; i < buffers.Length; i++)
            buffers[i] = new OptimizerBuffer(_description[i].Name, [.. _buffers[i]]);
        return new OptimizerState(Name, LearningRate, StepCount, ParameterCount, buffers);
    }

    /// <summary>Continues from a stored state, learning rate included. Nothing changes where the state does not fit.</summary>
    /// <param name="state">A state from <see cref="GetState"/> of an optimizer of the same type and with the same options.</param>
    /// <exception cref="ArgumentException">The state is of another optimizer, or its buffers are not those this one needs.</exception>
    public void SetState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Optimizer != Name)
            throw new ArgumentException(Text($"Expected the state of {Name}, found the state of {state.Optimizer}."), nameof(state));
        StateBuffer[] expected = state.ParameterCount == 0 ? [] : Describe();
        if (state.Buffers.Count != expected.Length)
            throw new ArgumentException(Text($"Expected {expected.Length} buffers ({Names(expected)}), found {state.Buffers.Count}. Create the optimizer with the options it was saved with."), nameof(state));
        for (int i = 0; i < expected.Length; i++)
        {
            if (state.Buffers[i].Name != expected[i].Name)
                throw new ArgumentException(Text($"Expected buffer '{expected[i].Name}', found '{state.Buffers[i].Name}'. Create the optimizer with the options it was saved with."), nameof(state));
        }
        LearningRate = state.LearningRate;
        if (state.ParameterCount == 0)
        {
            Reset();
            StepCount = state.StepCount;
            return;
        }
        Allocate(state.ParameterCount);
        for (int i = 0; i < _buffers.Length; i++)
            state.Buffers[i].Values.CopyTo(_buffers[i]);
        StepCount = state.StepCount;
        OnStateChanged();
    }

    /// <summary>
    /// Sets the momentum (SGD, RMSprop) or β₁ (the Adam family) of the next steps, for schedules that cycle it, as PyTorch's
    /// <c>OneCycleLR</c> does. Only where <see cref="HasMomentum"/>.
    /// </summary>
    /// <param name="momentum">The new value, at least 0 and below 1.</param>
    /// <exception cref="InvalidOperationException">This optimizer has no momentum, or was created without.</exception>
    public virtual void SetMomentum(double momentum) =>
        throw new InvalidOperationException($"This {Name} has no momentum to set. Create it with a momentum above 0, or use a schedule that leaves the momentum alone.");

    /// <summary>Counts a step whose update the caller has computed itself: generated code fuses plain SGD into the gradient's kernel.</summary>
    private protected void CountStep() => StepCount++;

    /// <summary>The state the rule needs for each parameter, in the order of <see cref="Buffer"/>; empty where it needs none.</summary>
    protected virtual IReadOnlyList<StateBuffer> DescribeState() => [];

    /// <summary>Throws where hyper-parameters contradict each other. Called before the state is allocated.</summary>
    /// <exception cref="InvalidOperationException">They do; the message says which ones.</exception>
    protected virtual void Validate()
    {
    }

    /// <summary>Called after the state was reset or restored, for what is derived from it.</summary>
    protected virtual void OnStateChanged()
    {
    }

    /// <summary>The options that decide the updates, for people and for checkpoints, which refuse to continue with others: <c>Beta1 = 0.9, …</c>.</summary>
    protected virtual string DescribeSettings() => "";

    /// <summary>Type, learning rate and settings, the same in every culture: <c>Sgd(0.1, Momentum = 0.9)</c>.</summary>
    public sealed override string ToString()
    {
        string settings = DescribeSettings();
        return Text($"{Name}({LearningRate}{(settings.Length == 0 ? "" : ", ")}{settings})");
    }

    /// <summary>
    /// The rule: changes the parameters in place. <see cref="StepCount"/> is 1 in the first step. Called once for each part of the
    /// network where parts are frozen or have learning rates of their own; otherwise with all parameters.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">Their gradients, of the same length.</param>
    protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients);

    /// <summary>The values of a state buffer, one for each parameter of this <see cref="Update"/>; empty where <see cref="DescribeState"/> names fewer.</summary>
    /// <param name="index">The buffer's position in <see cref="DescribeState"/>.</param>
    protected Span<float> Buffer(int index) => index < _buffers.Length ? _buffers[index].AsSpan(_start, _length) : [];

    private string Name => GetType().Name;

    private StateBuffer[] Describe() => [.. DescribeState()];

    private void Allocate(int parameterCount)
    {
        Validate();
        StateBuffer[] description = Describe();
        var buffers = new float[description.Length][];
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new float[parameterCount];
            if (description[i].InitialValue != 0)
                Array.Fill(buffers[i], description[i].InitialValue);
        }
        (_description, _buffers, ParameterCount) = (description, buffers, parameterCount);
        (_start, _length) = (0, parameterCount);
    }

    /// <summary>"Name = value, Name = value", the same in every culture.</summary>
    private protected static string Settings(params ReadOnlySpan<(string Name, object Value)> settings)
    {
        var text = new List<string>(settings.Length);
        foreach ((string name, object value) in settings)
            text.Add(Text($"{name} = {value}"));
        return string.Join(", ", text);
    }

    private static string Names(StateBuffer[] buffers) => buffers.Length == 0 ? "none" : string.Join(", ", buffers.Select(buffer => buffer.Name));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
