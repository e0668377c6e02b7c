using Netsmith.Generator.Planning;

namespace Netsmith.Generator.Emission;

/// <summary>Writes the kernel <c>Probabilities</c> that turns raw outputs into probabilities in place, for losses on logits.</summary>
internal static class PredictionKernels
{
    public static void Emit(KernelWriter kernels, NetworkPlan plan)
    {
        switch (OutputMeanings.Of(plan))
        {
            case OutputMeaning.Classes:
            case OutputMeaning.Distribution:
                kernels.Kernel("Softmax of one sample's logits: y = exp(x - max) / Σ exp(x - max); x and y may be the same. Returns the likeliest class.", "int",
                    "Probabilities", $"{kernels.T}* x, {kernels.T}* y", (w, v) => RowExponentials.EmitPrediction(w, v, plan.OutputSize, "x", "y"));
                break;
            case OutputMeaning.Logits:
                kernels.Elementwise("y = σ(x); x and y may be the same.", "Probabilities", ["x", "y"], (w, piece) =>
                    w.Line(piece.Store($"{kernels.Element.Math}.Sigmoid({piece.Load("x + i")})", "y + i")));
                break;
        }
    }
}
