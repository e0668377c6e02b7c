namespace Netsmith.Generator.Emission.StraightLine;

/// <summary>Writes the passes of a tiny network: one sample, a batch, and the whole training step.</summary>
internal static class StraightLinePasses
{
    public static void Emit(CodeWriter w, EmitContext context)
    {
        OneSample.Emit(w, context);
        var kernels = new KernelWriter(context.Element, context.Options.HasVectorFusedMultiplyAdd);
        EmitForward(kernels, context);
        if (context.Plan.Loss is not null)
            EmitStep(kernels, context);
        w.Line(kernels.ToString().TrimEnd('\n'));
        w.Line();
    }

    private static void EmitForward(KernelWriter kernels, EmitContext context)
    {
        string t = context.T;
        int inputs = context.Plan.InputSize, outputs = context.Plan.OutputSize;
        kernels.Kernel("Evaluates the network for a batch: blocks of samples, a sample in each lane, then what is left one at a time.", "void", "Forward",
            $"{t}* parameters, {t}* input, {t}* output, {t}* scratch, int batchSize", (w, v) =>
        {
            w.Line("nint b = 0;");
            foreach (VectorType lanes in Blocks(v))
            {
                string block = "ForwardLanes" + Literal.Integer(lanes.Bits);
                using (w.Indent($"for (; batchSize - b >= {lanes.Lanes}; b += {lanes.Lanes})"))
                    w.Line($"{block}(parameters, input + {Pointer.Row("b", inputs)}, output + {Pointer.Row("b", outputs)});");
                kernels.Tile($"{Literal.Integer(lanes.Lanes)} samples.", block, $"{t}* parameters, {t}* x, {t}* y", body =>
                {
                    var writer = new LaneBlock(context, lanes);
                    writer.EmitForward(body);
                    body.Line();
                    writer.EmitOutputs(body);
                });
            }
            using (w.Indent($"for (; b < batchSize; b++)"))
                w.Line($"ForwardOne(parameters, input + {Pointer.Row("b", inputs)}, output + {Pointer.Row("b", outputs)});");
        });
    }

    private static void EmitStep(KernelWriter kernels, EmitContext context)
    {
        string t = context.T, target = context.TargetType;
        int inputs = context.Plan.InputSize, outputs = context.Plan.OutputSize, targets = context.TargetSize;
        kernels.Kernel(
            "\n/// A whole training step: forward, loss and backward for a batch. Without accumulate, target receives the parameters' gradients;\n" +
            "/// with it, scale times the gradients is added to target. Returns the mean loss.\n/// ",
            t, "Step", $"{t}* parameters, {t}* input, {target}* targets, {t}* output, {t}* target, int batchSize, {t} scale, bool accumulate", (w, v) =>
        {
            List<VectorType> blocks = Blocks(v);
            VectorType narrow = blocks[blocks.Count - 1];
            int count = context.Plan.ParameterCount, padded = (count + narrow.Lanes - 1) / narrow.Lanes * narrow.Lanes;
            w.Line($"{t} mean = 1 / ({t}){(context.IsMeanOfSamples || outputs == 1 ? "batchSize" : $"(batchSize * {Literal.Integer(outputs)})")}, loss = 0;");
            w.Line("// The sum of every parameter's gradient, in each lane that of the samples that pass through it.");
            w.Line($"byte* memory = stackalloc byte[{(padded * blocks.Sum(static l => l.Bits / 8)) + 64}];");
            w.Line("memory = (byte*)(((nint)memory + 63) & ~63);");
            int offset = 0;
            foreach (VectorType lanes in blocks)
            {
                w.Line($"{lanes.Name}* {Sums(lanes)} = ({lanes.Name}*){(offset == 0 ? "memory" : $"({Pointer.At("memory", offset)})")};");
                offset += padded * lanes.Bits / 8;
            }
            w.Line();
            w.Line("nint b = 0;");
            foreach (VectorType lanes in blocks)
            {
                bool isMasked = lanes == narrow;
                string arguments = $"parameters, input + {Pointer.Row("b", inputs)}, targets + {Pointer.Row("b", targets)}, output + {Pointer.Row("b", outputs)}, " +
                    $"{(isMasked ? lanes.Name + ".AllBitsSet, " : "")}{Sums(lanes)}, mean";
                w.Line($"bool has{lanes.Bits} = batchSize - b >= {lanes.Lanes};");
                using (w.Block($"if (has{lanes.Bits})"))
                {
                    w.Line($"loss += {Block(kernels, context, lanes, isMasked, true)}({arguments});");
                    w.Line($"for (b += {lanes.Lanes}; batchSize - b >= {lanes.Lanes}; b += {lanes.Lanes})");
                    w.Line($"    loss += {Block(kernels, context, lanes, isMasked, false)}({arguments});");
                }
            }
            EmitRest(w, kernels, context, narrow);
            w.Line();
            EmitUpdate(w, blocks, count);
            w.Line("return loss * mean;");
        }, "[SkipLocalsInit]");
    }

    /// <summary>The method for one block of a step; with a mask for its lanes where the block may be partly empty.</summary>
    private static string Block(KernelWriter kernels, EmitContext context, VectorType lanes, bool isMasked, bool isFirst)
    {
        string t = context.T, name = (isFirst ? "FirstLanes" : "NextLanes") + Literal.Integer(lanes.Bits);
        string mask = isMasked ? $"{lanes.Name} mask, " : "";
        kernels.Tile(
            $"{Literal.Integer(lanes.Lanes)} samples: {(isFirst ? "stores" : "adds")} their gradients {(isFirst ? "in" : "to")} sums and returns the sum of their losses.{(isMasked ? " Lanes that the mask switches off count nothing." : "")}",
            name, $"{t}* parameters, {t}* x, {context.TargetType}* t, {t}* y, {mask}{lanes.Name}* sums, {t} mean",
            body =>
            {
                var writer = new LaneBlock(context, lanes);
                writer.EmitForward(body);
                body.Line();
                writer.EmitOutputs(body);
                writer.EmitBackward(body, isMasked ? "mask" : null, isFirst);
            }, t);
        return name;
    }

    /// <summary>The last few samples, copied into a whole block of which only their lanes count.</summary>
    private static void EmitRest(CodeWriter w, KernelWriter kernels, EmitContext context, VectorType narrow)
    {
        string t = context.T;
        int inputs = context.Plan.InputSize, outputs = context.Plan.OutputSize, targets = context.TargetSize;
        using (w.Block("if (b < batchSize)"))
        {
            w.Line("int rest = (int)(batchSize - b);");
            w.Line($"{t}* x = stackalloc {t}[{narrow.Lanes * inputs}], y = stackalloc {t}[{narrow.Lanes * outputs}];");
            w.Line($"{context.TargetType}* t = stackalloc {context.TargetType}[{narrow.Lanes * targets}];");
            w.Line($"for (int i = 0; i < {narrow.Lanes * inputs}; i++)");
            w.Line($"    x[i] = i < {Pointer.Row("rest", inputs)} ? input[{Pointer.Row("b", inputs)} + i] : 0;");
            w.Line($"for (int i = 0; i < {narrow.Lanes * targets}; i++)");
            w.Line($"    t[i] = i < {Pointer.Row("rest", targets)} ? targets[{Pointer.Row("b", targets)} + i] : 0;");
            string indices = string.Join(", ", Enumerable.Range(0, narrow.Lanes).Select(i => Literal.Real(i, narrow.Element)));
            w.Line($"{narrow.Name} mask = Vector128.LessThan(Vector128.Create({indices}), Vector128.Create(({t})rest));");
            w.Line($"loss += has{narrow.Bits}");
            w.Line($"    ? {Block(kernels, context, narrow, true, false)}(parameters, x, t, y, mask, {Sums(narrow)}, mean)");
            w.Line($"    : {Block(kernels, context, narrow, true, true)}(parameters, x, t, y, mask, {Sums(narrow)}, mean);");
            w.Line($"has{narrow.Bits} = true;");
            w.Line($"for (int i = 0; i < {Pointer.Row("rest", outputs)}; i++)");
            w.Line($"    output[{Pointer.Row("b", outputs)} + i] = y[i];");
        }
    }

    /// <summary>Adds up the lanes of every parameter's gradient, as many parameters at a time as a 128-bit vector holds.</summary>
    private static void EmitUpdate(CodeWriter w, List<VectorType> blocks, int count)
    {
        VectorType narrow = blocks[blocks.Count - 1];
        int whole = count / narrow.Lanes * narrow.Lanes;
        if (whole > 0)
        {
            using (w.Block($"for (nint p = 0; p < {whole}; p += {narrow.Lanes})"))
            {
                EmitSum("p");
                w.Line("if (accumulate)");
                w.Line($"    g = {narrow.MultiplyAdd(narrow.Create("scale"), "g", "Vector128.Load(target + p)")};");
                w.Line("Vector128.Store(g, target + p);");
            }
        }
        if (count > whole)
        {
            using (w.Block("// " + Literal.Range("Parameter", whole, count - whole)))
            {
                EmitSum(Literal.Integer(whole));
                for (int i = 0; i < count - whole; i++)
                    w.Line($"target[{whole + i}] = accumulate ? {narrow.Element.Name}.FusedMultiplyAdd(scale, g.GetElement({i}), target[{whole + i}]) : g.GetElement({i});");
            }
        }

        void EmitSum(string at)
        {
            w.Line($"{narrow.Name} g = {narrow.Zero};");
            foreach (VectorType lanes in blocks)
            {
                w.Line($"if (has{lanes.Bits})");
                w.Line($"    g += {SumOf(lanes, Sums(lanes), at)};");
            }
        }
    }

    private static string SumOf(VectorType lanes, string sums, string at)
    {
        int group = 128 / 8 / lanes.Element.Size;
        var vectors = Enumerable.Range(0, group).Select(i => Pointer.Element(Pointer.At(sums, at, i)));
        return group == 4
            ? $"Simd.Sum4({string.Join(", ", vectors)})"
            : $"Vector128.Create({string.Join(", ", vectors.Select(x => $"{lanes.Class}.Sum({x})"))})";
    }

    /// <summary>The widths of the blocks: as wide as it gets, then 128 bits.</summary>
    private static List<VectorType> Blocks(VectorType v) => v.Bits == 128 ? [v] : [v, v.WithBits(128)];

    private static string Sums(VectorType lanes) => "sums" + Literal.Integer(lanes.Bits);
}
