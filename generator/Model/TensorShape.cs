namespace Netsmith.Generator.Model;

/// <summary>The shape of one sample: its dimensions without the batch, images channels first.</summary>
internal sealed record TensorShape(EquatableArray<int> Dimensions)
{
    public static TensorShape Vector(int size) => new(EquatableArray.Of(size));

    public int Rank => Dimensions.Count;

    /// <summary>Elements of one sample; long, because a product of declared dimensions may exceed an int.</summary>
    public long LongSize => Dimensions.Aggregate(1L, static (product, d) => product * d);

    /// <summary>Elements of one sample. The planner has checked that they fit.</summary>
    public int Size => checked((int)LongSize);

    public override string ToString() => "[" + string.Join(", ", Dimensions) + "]";
}
