using System.Globalization;

namespace Netsmith.Package.Tests;

/// <summary>Guards the runs in other cultures: a culture that does not take effect would make them prove nothing.</summary>
public sealed class CultureTests
{
    [Fact]
    public void Culture_NamedByLcAll_IsInEffect()
    {
        if (Environment.GetEnvironmentVariable("LC_ALL") is not { Length: > 2 } locale || locale.StartsWith("C.", StringComparison.Ordinal))
            locale = CultureInfo.CurrentCulture.Name; // nothing was asked for

        Assert.Equal(locale.Split('.')[0].Replace('_', '-'), CultureInfo.CurrentCulture.Name);
    }
}
