// Anime4K v1.1 after scaling: faith to the source, colour
// What the push took of the mean around each pixel is given back, and some of what a scaler blurs of
// that mean; no pixel gets lighter or darker than those around it. The colour follows the luma, in each
// channel by its share around the pixel. Alpha: by how much the luma changes, from 0 up or from 1 down.
//
// The idea, thin lines by a push along the gradient, is Anime4K's by B. Peng and contributors (2019, MIT
// licence).

#include "common/luma709.hlsl"

// The luma, and by how much it is pushed.
float2 both(float2 tex, float x, float y) {
    float4 c = tap(tex, x, y);
    return float2(luma709(c.rgb), c.a - step(0.5, c.a));
}

float2 row(float2 tex, float y) {
    return both(tex, -2, y) + 4.0 * (both(tex, -1, y) + both(tex, 1, y)) + 6.0 * both(tex, 0, y)
         + both(tex, 2, y);
}

// Luma, red and blue.
float3 three(float2 tex, float x, float y) {
    float3 rgb = tap(tex, x, y).rgb;
    return float3(luma709(rgb), rgb.rb);
}

MAIN {
    float3 c = three(tex, 0, 0);
    // Differences, whose squares lose nothing.
    float3 tl = three(tex, -1, -1) - c, t = three(tex, 0, -1) - c, tr = three(tex, 1, -1) - c;
    float3 l = three(tex, -1, 0) - c, r = three(tex, 1, 0) - c;
    float3 bl = three(tex, -1, 1) - c, b = three(tex, 0, 1) - c, br = three(tex, 1, 1) - c;
    float3 sides = t + l + r + b, corners = tl + tr + bl + br, sums = sides + corners;
    float3 products = tl.x * tl + t.x * t + tr.x * tr + l.x * l + r.x * r + bl.x * bl + b.x * b
                    + br.x * br;
    float3 variances = products - sums.x * sums / 9.0 + 0.001;
    float2 share = clamp(variances.yz / variances.x, -8.0, 8.0);
    // Green's is what red and blue leave of the luma.
    float green = (1.0 - 0.2126 * share.x - 0.0722 * share.y) / 0.7152;

    float2 mean = row(tex, -2) + 4.0 * (row(tex, -1) + row(tex, 1)) + 6.0 * row(tex, 0) + row(tex, 2);
    mean /= 256.0;
    float near = c.x + (2.0 * sides.x + corners.x) / 16.0;
    float given = 0.75 * saturate(scale - 1.0) * (near - mean.x) - mean.y;
    float least = min(min(min(tl.x, t.x), min(tr.x, l.x)), min(min(r.x, bl.x), min(b.x, br.x)));
    float most = max(max(max(tl.x, t.x), max(tr.x, l.x)), max(max(r.x, bl.x), max(b.x, br.x)));
    float change = clamp(both(tex, 0, 0).y + faith * given, min(least, 0.0), max(most, 0.0));
    return float4(tap(tex, 0, 0).rgb + change * float3(share.x, green, share.y), 1.0);
}
