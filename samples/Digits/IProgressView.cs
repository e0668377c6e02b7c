using Netsmith;

namespace Digits;

/// <summary>
/// Shows how training goes. <see cref="IProgress{T}.Report"/> is called on the training thread, in order. (The framework's own
/// <c>Progress&lt;T&gt;</c> would pass reports to the thread pool, where they may overtake each other.)
/// </summary>
internal interface IProgressView : IProgress<TrainingProgress>
{
    /// <summary>Called when training was stopped before its end.</summary>
    void Stopped();
}
