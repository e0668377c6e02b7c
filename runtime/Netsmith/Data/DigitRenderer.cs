namespace Netsmith;

/// <summary>
/// Draws one handwritten-looking digit at a time: a skeleton, bent and jittered, rasterised by the distance of every pixel to the
/// nearest stroke. Only operations that IEEE 754 rounds exactly, so that a seed gives the same bytes on every machine.
/// </summary>
internal sealed class DigitRenderer(Rng rng)
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int PiecesPerSpan = 4;
    private const int MaxPoints = 16;
    private const float Far = 1e6f;

    /// <summary>Squared distance of each pixel's centre to the nearest stroke, where that is near; else <see cref="Far"/>.</summary>
    private readonly float[] _distance = new float[Size * Size];
    private readonly float[] _points = new float[2 * (MaxPoints + 2)];

    // What bends the digit at hand: see Place.
    private float _xx, _xy, _yx, _yy, _centreX, _centreY, _bendX, _bendY, _skewX, _skewY;

    /// <summary>Draws a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="image">[28, 28] pixels, overwritten; 255 is ink.</param>
    public void Draw(int digit, Span<byte> image)
    {
        ChooseTransform();
        float[][][] styles = DigitSkeletons.Strokes[digit];
        float[][] strokes = styles[rng.Next(styles.Length)];
        float width = Uniform(0.75f, 1.55f);      // half of the pen's width, in pixels
        float softness = Uniform(0.7f, 1.5f);     // over how many pixels the ink's edge fades: the blur
        float ink = Uniform(190, 255);
        float noise = Uniform(0, 45);

        _distance.AsSpan().Fill(Far);
        foreach (float[] stroke in strokes)
            DrawStroke(stroke, width + softness);
        Fill(image, width, softness, ink, noise);
    }

    private void ChooseTransform()
    {
        float height = Uniform(15f, 22f), aspect = Uniform(0.6f, 1.05f), shear = Uniform(-0.15f, 0.45f);
        // A rotation by θ from t = tan(θ/2), without sine and cosine; ±0.16 is ±18 degrees.
        float t = Uniform(-0.16f, 0.16f);
        float cosine = (1 - t * t) / (1 + t * t), sine = 2 * t / (1 + t * t);
        float scaleX = height * aspect, scaleY = height;
        _xx = cosine * scaleX;
        _xy = -cosine * shear * scaleY - sine * scaleY;
        _yx = sine * scaleX;
        _yy = -sine * shear * scaleY + cosine * scaleY;
        _centreX = Size / 2f + Uniform(-2.2f, 2.2f);
        _centreY = Size / 2f + Uniform(-2.2f, 2.2f);
        _bendX = Uniform(-0.35f, 0.35f);
        _bendY = Uniform(-0.25f, 0.25f);
        _skewX = Uniform(-0.35f, 0.35f);
        _skewY = Uniform(-0.25f, 0.25f);
    }

    /// <summary>From the skeleton's box to pixels: a quadratic bend, then the affine map.</summary>
    private (float X, float Y) Place(float x, float y)
    {
        x -= 0.5f;
        y -= 0.5f;
        float bentX = x + _bendX * y * y + _skewX * x * y;
        float bentY = y + _bendY * x * x + _skewY * x * y;
        return (_centreX + _xx * bentX + _xy * bentY, _centreY + _yx * bentX + _yy * bentY);
    }

    private void DrawStroke(float[] stroke, float reach)
    {
        const float Jitter = 0.055f;
        int count = stroke.Length / 2;
        Span<float> points = _points.AsSpan(0, 2 * (count + 2));
        for (int i = 0; i < count; i++)
        {
            // A corner is one point given twice: both move together.
            if (i > 0 && stroke[2 * i] == stroke[2 * i - 2] && stroke[2 * i + 1] == stroke[2 * i - 1])
            {
                points.Slice(2 * i, 2).CopyTo(points[(2 * i + 2)..]);
                continue;
            }
            (points[2 * i + 2], points[2 * i + 3]) =
                Place(stroke[2 * i] + Uniform(-Jitter, Jitter), stroke[2 * i + 1] + Uniform(-Jitter, Jitter));
        }
        // The curve passes through all but the outermost points, therefore the ends are there twice.
        points.Slice(2, 2).CopyTo(points);
        points.Slice(2 * count, 2).CopyTo(points[(2 * count + 2)..]);
        for (int span = 0; span + 1 < count; span++)
            DrawSpan(points.Slice(2 * span, 8), reach);
    }

    /// <summary>One span of a Catmull-Rom spline, from the second of four points to the third, as straight pieces.</summary>
    private void DrawSpan(ReadOnlySpan<float> p, float reach)
    {
        if (p[2] == p[4] && p[3] == p[5])
            return;
        float fromX = p[2], fromY = p[3];
        for (int piece = 1; piece <= PiecesPerSpan; piece++)
        {
            float t = piece / (float)PiecesPerSpan;
            float toX = Spline(p[0], p[2], p[4], p[6], t), toY = Spline(p[1], p[3], p[5], p[7], t);
            DrawSegment(fromX, fromY, toX, toY, reach);
            (fromX, fromY) = (toX, toY);
        }
    }

    private static float Spline(float before, float from, float to, float after, float t) =>
        from + 0.5f * t * (to - before + t * (2 * before - 5 * from + 4 * to - after + t * (3 * (from - to) + after - before)));

    /// <summary>Lowers the distances of the pixels around a straight piece.</summary>
    private void DrawSegment(float ax, float ay, float bx, float by, float reach)
    {
        int left = Math.Max(0, (int)(Math.Min(ax, bx) - reach)), right = Math.Min(Size - 1, (int)(Math.Max(ax, bx) + reach));
        int top = Math.Max(0, (int)(Math.Min(ay, by) - reach)), bottom = Math.Min(Size - 1, (int)(Math.Max(ay, by) + reach));
        float dx = bx - ax, dy = by - ay;
        float inverse = 1 / (dx * dx + dy * dy + 1e-12f);
        for (int row = top; row <= bottom; row++)
        {
            float py = row + 0.5f - ay;
            for (int column = left; column <= right; column++)
            {
                float px = column + 0.5f - ax;
                float along = Math.Min(1, Math.Max(0, (px * dx + py * dy) * inverse));
                float awayX = px - along * dx, awayY = py - along * dy;
                float distance = awayX * awayX + awayY * awayY;
                ref float nearest = ref _distance[row * Size + column];
                if (distance < nearest)
                    nearest = distance;
            }
        }
    }

    /// <summary>From distances to ink: full inside the pen's width, fading over the softness, with a grain where there is ink.</summary>
    private void Fill(Span<byte> image, float width, float softness, float ink, float noise)
    {
        float outer = width + 0.5f * softness, outerSquared = outer * outer;
        for (int i = 0; i < image.Length; i++)
        {
            float squared = _distance[i];
            if (squared >= outerSquared)
            {
                image[i] = 0;
                continue;
            }
            float cover = Math.Min(1, (outer - MathF.Sqrt(squared)) / softness);
            image[i] = (byte)Math.Min(255, Math.Max(0, cover * (ink - noise * rng.NextSingle())));
        }
    }

    private float Uniform(float low, float high) => low + (high - low) * rng.NextSingle();
}
