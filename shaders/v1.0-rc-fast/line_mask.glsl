// Anime4K v1.0 RC, pass 2: line mask
// A line is darker than its blurred surroundings. At a quarter of the size, where the means of
// 4x4 pixels, read with bilinear weights, spread as far as the release's two Gaussians of seven
// taps do: neither the blur of the luma nor that of the mask takes a pass.
//
// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT licence).

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUMAS
//!SAVE MASK
//!WIDTH HOOKED.w 4 / 0.375 +
//!HEIGHT HOOKED.h 4 / 0.375 +
//!COMPONENTS 1
//!DESC Anime4K v1.0 RC: fast, line mask

// The mean of the 4x4 pixels around a corner of four texels.
float mean(vec2 corner) {
    return dot(LUMAS_tex(corner * LUMAS_pt), vec4(0.25));
}

vec4 masks(vec4 lumas, float around) {
    vec4 darker = min(clamp(lumas, 0.001, 0.999) / clamp(around, 0.001, 0.999), 1.0);
    return 1.0 - clamp(darker - 0.05, 0.0, 1.0);
}

vec4 hook() {
    vec2 corner = 2.0 * gl_FragCoord.xy;
    float tl = mean(corner + vec2(-2.0, -2.0)), t = mean(corner + vec2(0.0, -2.0));
    float tr = mean(corner + vec2(2.0, -2.0)), l = mean(corner + vec2(-2.0, 0.0));
    float c = mean(corner), r = mean(corner + vec2(2.0, 0.0));
    float bl = mean(corner + vec2(-2.0, 2.0)), b = mean(corner + vec2(0.0, 2.0));
    float br = mean(corner + vec2(2.0, 2.0));

    ivec2 at = 2 * ivec2(gl_FragCoord.xy);
    ivec2 to = min(at + ivec2(1, 1), ivec2(LUMAS_size) - ivec2(1, 1));
    vec4 sum = masks(texelFetch(LUMAS_raw, at, 0), (9.0 * c + 3.0 * (l + t) + tl) / 16.0)
             + masks(texelFetch(LUMAS_raw, ivec2(to.x, at.y), 0),
                     (9.0 * c + 3.0 * (r + t) + tr) / 16.0)
             + masks(texelFetch(LUMAS_raw, ivec2(at.x, to.y), 0),
                     (9.0 * c + 3.0 * (l + b) + bl) / 16.0)
             + masks(texelFetch(LUMAS_raw, to, 0), (9.0 * c + 3.0 * (r + b) + br) / 16.0);
    return vec4(dot(sum, vec4(1.0 / 16.0)), 0.0, 0.0, 1.0);
}
