namespace System.Runtime.CompilerServices
{
    /// <summary>Lets netstandard2.0 compile <c>required</c> members.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <inheritdoc cref="RequiredMemberAttribute"/>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName => featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <inheritdoc cref="Runtime.CompilerServices.RequiredMemberAttribute"/>
    [AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
